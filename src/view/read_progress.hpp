#pragma once

#include "base/clock.hpp"
#include "view/apply_progress.hpp"

#include <mutex>
#include <ostream>

namespace flowsync::view {

// Tells on `err` how far many reads are: on a terminal one line with counts and the time left, rewritten in place;
// elsewhere a line at the beginning and one for each quarter; with `quiet` nothing. `err` and `clock` must outlive it.
// Safe to call from many threads; the line is cleared when it ends.
class ReadProgress
{
public:
  ReadProgress(std::ostream& err, ProgressOptions options, Clock& clock, std::size_t total);
  ~ReadProgress();
  ReadProgress(const ReadProgress&) = delete;
  ReadProgress& operator=(const ReadProgress&) = delete;

  void one_done();

private:
  void draw();

  std::ostream& m_err;
  ProgressOptions m_options;
  Clock& m_clock;
  std::mutex m_mutex;
  std::size_t m_total;
  std::size_t m_done = 0;
  std::size_t m_quarters = 0;
  std::chrono::steady_clock::time_point m_begin;
  std::chrono::steady_clock::time_point m_drawn;
  bool m_shown = false;
};

} // namespace flowsync::view
