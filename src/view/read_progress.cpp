#include "view/read_progress.hpp"

#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "view/characters.hpp"

#include <fmt/format.h>

namespace flowsync::view {

namespace {

constexpr auto k_pause = std::chrono::milliseconds{100}; // between two pictures of the line
constexpr std::size_t k_many = 40;                       // fewer reads than this are not worth a word

} // namespace

ReadProgress::ReadProgress(std::ostream& err, ProgressOptions options, Clock& clock, std::size_t total)
    : m_err(err),
      m_options(options),
      m_clock(clock),
      m_total(total),
      m_begin(clock.steady()),
      m_drawn(m_begin)
{
  if (m_total < k_many) {
    m_options.quiet = true;
  }
  if (!m_options.quiet && !m_options.terminal) {
    m_err << fmt::format("Reading {}...\n", count_of(m_total, "resource")) << std::flush;
  }
}

ReadProgress::~ReadProgress()
{
  if (m_shown) {
    m_err << "\r\x1b[K" << std::flush;
  }
}

void ReadProgress::one_done()
{
  const std::lock_guard lock(m_mutex);
  ++m_done;
  if (m_options.quiet) {
    return;
  }
  if (m_options.terminal) {
    draw();
  } else if (m_done * 4 / m_total > m_quarters) {
    m_quarters = m_done * 4 / m_total;
    m_err << fmt::format("Read {} of {}\n", m_done, m_total) << std::flush;
  }
}

void ReadProgress::draw()
{
  const auto now = m_clock.steady();
  if (m_shown && m_done < m_total && now - m_drawn < k_pause) {
    return;
  }
  const auto spent = std::chrono::duration_cast<Duration>(now - m_begin);
  auto line = fmt::format("Read {} of {}", m_done, m_total);
  if (m_done < m_total && spent >= std::chrono::seconds{1}) {
    const auto left =
        static_cast<double>(spent.count()) * static_cast<double>(m_total - m_done) / static_cast<double>(m_done);
    line += fmt::format(", about {} left",
                        format_duration(Duration{static_cast<Duration::rep>(left / 1000.0 + 0.5) * 1000}));
  }
  m_err << "\r\x1b[K" << first_characters(line, m_options.columns > 2 ? m_options.columns - 1 : 1) << std::flush;
  m_drawn = now;
  m_shown = true;
}

} // namespace flowsync::view
