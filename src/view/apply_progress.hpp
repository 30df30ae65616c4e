#pragma once

#include "base/clock.hpp"
#include "exec/events.hpp"
#include "view/paint.hpp"

#include <memory>
#include <optional>
#include <ostream>

namespace flowsync::view {

struct ProgressOptions
{
  bool terminal = false; // keep one line at the bottom that is rewritten in place
  bool quiet = false;    // say nothing but warnings
  std::size_t columns = 80;
  Paint paint;
  Clock* clock = nullptr; // with it each line begins with the time: for logs that are read later
  // How long all of it will take as far as that can be told, and what measures it: then the last line says how much of
  // it is left, and a log begins with it.
  std::optional<Duration> expected{};
  Clock* watch = nullptr;
};

// Tells on `err` how an apply goes: a line for each resource that is over, and on a terminal a last line with counts
// and what is being done; elsewhere a line for each step, one for all looks at the same thing. `err` must outlive it;
// the last line is cleared when it ends.
std::unique_ptr<exec::Observer> make_progress(std::ostream& err, ProgressOptions options);

// One finished resource: "orders/sink/wh: created (id 6513) [0.4s]".
std::string result_line(const exec::ResourceResult& result, const Paint& paint);

} // namespace flowsync::view
