#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace flowsync {

// Takes hold of something that has been done with until the process ends, and never takes it down.
void hold_until_exit(std::shared_ptr<const void> done_with);

// For the last that a command does: an account of tens of thousands of resources is a million small pieces, and to give
// each of them back takes as long as reading them did, only for the process to end.
template <typename T>
void keep_until_exit(T&& done_with)
{
  hold_until_exit(std::make_shared<const std::decay_t<T>>(std::forward<T>(done_with)));
}

} // namespace flowsync
