#include "view/apply_progress.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "view/characters.hpp"
#include "view/diagnostics_text.hpp"
#include "view/rough_time.hpp"

#include <fmt/format.h>

#include <map>

namespace flowsync::view {

namespace {

using exec::Outcome;
using exec::ResourceResult;

std::string_view doing(plan::Action action)
{
  switch (action) {
  case plan::Action::create:
    return "creating";
  case plan::Action::update:
    return "updating";
  case plan::Action::replace:
    return "replacing";
  case plan::Action::remove:
    return "deleting";
  case plan::Action::read:
    return "waiting for detection";
  case plan::Action::no_op:
  case plan::Action::forget:
    break;
  }
  return "recording";
}

// What stays the same when something is looked at once more: "waiting (2s)" and "waiting (1m 05s)" are one state.
std::string without_numbers(const std::string& text)
{
  std::string kept;
  for (const auto word : split(text, ' ')) {
    if (word.find_first_of("0123456789") == std::string_view::npos) {
      kept += std::string(word) + " ";
    }
  }
  return kept;
}

class Progress final : public exec::Observer
{
public:
  Progress(std::ostream& err, const ProgressOptions& options) : m_err(err), m_options(options) {}
  ~Progress() override { clear(); }

  void begin(std::size_t resources) override
  {
    m_total = resources;
    if (m_options.expected) {
      m_began = m_options.watch->steady();
      if (!m_options.terminal) {
        say(fmt::format("about {} for {}", rough_time(*m_options.expected), count_of(resources, "resource")));
      }
    }
  }

  void started(const Address& address, plan::Action action) override
  {
    m_active[address] = std::string(doing(action));
    if (m_options.terminal) {
      redraw();
    } else {
      say(fmt::format("{}: {}...", address.text(), doing(action)));
    }
  }

  void progress(const Address& address, const std::string& text) override
  {
    auto& active = m_active[address];
    const bool is_news = without_numbers(active) != without_numbers(text);
    active = printable(text);
    if (m_options.terminal) {
      redraw();
    } else if (is_news) {
      say(fmt::format("{}: {}", address.text(), printable(text)));
    }
  }

  void finished(const ResourceResult& result) override
  {
    m_active.erase(result.address);
    ++m_over;
    m_failed += result.outcome == Outcome::failed ? 1U : 0U;
    say(result_line(result, m_options.paint));
  }

  void warning(const Diagnostic& diagnostic) override
  {
    clear();
    m_err << diagnostic_text(diagnostic, m_options.paint) << std::flush;
    redraw();
  }

private:
  void say(const std::string& line)
  {
    if (m_options.quiet) {
      return;
    }
    clear();
    m_err << time() << line << '\n' << std::flush;
    redraw();
  }

  // "[2026-11-28 05:40:12 UTC] "
  std::string time() const
  {
    if (m_options.clock == nullptr) {
      return {};
    }
    const auto now = format_timestamp(m_options.clock->now());
    return fmt::format("[{} {} UTC] ", now.substr(0, 10), now.substr(11, 8));
  }

  // By what was expected, and once some are over by how long these took.
  std::string time_left() const
  {
    constexpr std::size_t k_telling = 10;
    if (!m_options.expected) {
      return {};
    }
    const auto elapsed = m_options.watch->steady() - m_began;
    const std::chrono::nanoseconds whole =
        m_over >= k_telling ? elapsed * static_cast<std::int64_t>(m_total) / static_cast<std::int64_t>(m_over)
                            : std::chrono::nanoseconds(*m_options.expected);
    return whole > elapsed ? fmt::format(", about {} left", rough_time(whole - elapsed)) : std::string();
  }

  void clear()
  {
    if (m_drawn) {
      m_err << "\r\x1b[K" << std::flush;
      m_drawn = false;
    }
  }

  void redraw()
  {
    if (!m_options.terminal || m_options.quiet || m_active.empty()) {
      return;
    }
    const auto& [address, text] = *m_active.begin();
    auto line = fmt::format("{}/{} done", m_over, m_total);
    line += m_failed > 0 ? fmt::format(", {} failed", m_failed) : "";
    line += time_left();
    line += fmt::format(", {} running: {}: {}", m_active.size(), address.text(), text);
    const auto room = m_options.columns > 2 ? m_options.columns - 1 : 1;
    m_err << "\r\x1b[K" << first_characters(line, room) << std::flush;
    m_drawn = true;
  }

  std::ostream& m_err;
  ProgressOptions m_options;
  std::map<Address, std::string> m_active;
  std::size_t m_total = 0;
  std::size_t m_over = 0;
  std::size_t m_failed = 0;
  std::chrono::steady_clock::time_point m_began{};
  bool m_drawn = false;
};

} // namespace

std::string result_line(const ResourceResult& result, const Paint& paint)
{
  const auto address = result.address.text();
  const auto what = printable(result.what);
  const auto reason = printable(result.reason);
  const auto time = result.elapsed.count() > 0 ? fmt::format(" [{}]", format_duration(result.elapsed)) : "";
  switch (result.outcome) {
  case Outcome::done:
    return fmt::format("{}: {}{}", address, paint.green(what.empty() ? "done" : what), time);
  case Outcome::failed:
    return fmt::format("{}: {} {}{}{}", address, paint.bold_red("failed:"), what.empty() ? "" : what + ": ", reason,
                       time);
  case Outcome::skipped:
    return fmt::format("{}: {} {}", address, paint.yellow("skipped:"), reason);
  case Outcome::waiting:
    return fmt::format("{}: {} {}", address, paint.cyan("waiting:"), reason);
  case Outcome::pending:
    return fmt::format("{}: {} {}{}", address, paint.yellow("pending:"), reason, time);
  case Outcome::not_started:
    break;
  }
  return fmt::format("{}: {}", address, paint.dim("not started"));
}

std::unique_ptr<exec::Observer> make_progress(std::ostream& err, ProgressOptions options)
{
  return std::make_unique<Progress>(err, options);
}

} // namespace flowsync::view
