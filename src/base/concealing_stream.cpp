#include "base/concealing_stream.hpp"

#include <cerrno>
#include <sstream>

namespace flowsync {

ConcealingBuffer::ConcealingBuffer(std::ostream& sink) : m_sink(sink) {}

ConcealingBuffer::~ConcealingBuffer()
{
  end();
}

void ConcealingBuffer::treat_commands(LogCommands commands)
{
  end(); // what was kept was written under the rule that held then
  const std::lock_guard lock(m_mutex);
  m_commands.allow_lines(commands != LogCommands::broken);
  m_exactly = commands == LogCommands::exactly;
}

void ConcealingBuffer::end()
{
  const std::lock_guard lock(m_mutex);
  hand_on(m_pieces.end(*withheld().forms()));
  flush();
}

ConcealingBuffer::int_type ConcealingBuffer::overflow(int_type character)
{
  if (traits_type::eq_int_type(character, traits_type::eof())) {
    return traits_type::not_eof(character);
  }
  const char byte = traits_type::to_char_type(character);
  return xsputn(&byte, 1) == 1 ? character : traits_type::eof();
}

std::streamsize ConcealingBuffer::xsputn(const char* text, std::streamsize size)
{
  const std::lock_guard lock(m_mutex);
  const auto said = m_pieces.add({text, static_cast<std::size_t>(size)}, *withheld().forms());
  return hand_on(said) ? size : 0;
}

int ConcealingBuffer::sync()
{
  const std::lock_guard lock(m_mutex);
  return flush() ? 0 : -1;
}

bool ConcealingBuffer::hand_on(const std::string& concealed)
{
  const auto breakable = m_commands.add(concealed); // which remembers where lines begin
  const auto& text = m_exactly ? concealed : breakable;
  errno = 0;
  if (!text.empty() && !m_sink.write(text.data(), static_cast<std::streamsize>(text.size())) && m_problem == 0) {
    m_problem = errno != 0 ? errno : EIO;
  }
  return m_problem == 0;
}

bool ConcealingBuffer::flush()
{
  errno = 0;
  if (!m_sink.flush() && m_problem == 0) {
    m_problem = errno != 0 ? errno : EIO;
  }
  return m_problem == 0;
}

LogCommandsTreated::LogCommandsTreated(std::ostream& stream, LogCommands commands)
    : m_buffer(dynamic_cast<ConcealingBuffer*>(stream.rdbuf()))
{
  if (m_buffer != nullptr) {
    m_buffer->treat_commands(commands);
  }
}

LogCommandsTreated::~LogCommandsTreated()
{
  if (m_buffer != nullptr) {
    m_buffer->treat_commands(LogCommands::broken);
  }
}

std::string concealed_text(const std::string& text, LogCommands commands)
{
  std::ostringstream result;
  {
    ConcealingBuffer buffer(result);
    buffer.treat_commands(commands);
    std::ostream(&buffer) << text;
  }
  return result.str();
}

} // namespace flowsync
