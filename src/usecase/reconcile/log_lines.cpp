#include "usecase/reconcile/log_lines.hpp"

#include "base/text.hpp"
#include "base/timestamp.hpp"

#include <fmt/format.h>

#include <string_view>

namespace flowsync::usecase {

LogLines::LogLines(std::ostream& to, std::mutex& turn, Clock& clock, std::string name)
    : m_to(to),
      m_turn(turn),
      m_clock(clock),
      m_name(std::move(name))
{
}

LogLines::int_type LogLines::overflow(int_type character)
{
  if (!traits_type::eq_int_type(character, traits_type::eof())) {
    const char one = traits_type::to_char_type(character);
    xsputn(&one, 1);
  }
  return traits_type::not_eof(character);
}

std::streamsize LogLines::xsputn(const char* text, std::streamsize size)
{
  const std::lock_guard lock(m_mutex);
  for (const char character : std::string_view(text, static_cast<std::size_t>(size))) {
    if (character == '\n') {
      end_line();
    } else {
      m_line += character;
    }
  }
  return size;
}

void LogLines::end_line()
{
  if (!trim(m_line).empty()) {
    auto time = format_timestamp(m_clock.now());
    time = time.substr(0, time.find('.'));
    time += time.ends_with('Z') ? "" : "Z";
    const std::lock_guard turn(m_turn);
    m_to << fmt::format("{} {}: {}\n", time, m_name, m_line) << std::flush;
  }
  m_line.clear();
}

} // namespace flowsync::usecase
