#include "base/checked_word.hpp"

#include <functional>
#include <mutex>
#include <set>
#include <string>

namespace flowsync {

std::string_view lasting_text(std::string_view text)
{
  static std::mutex k_mutex;
  static std::set<std::string, std::less<>> k_texts; // they stay where they are
  const std::lock_guard lock(k_mutex);
  return *k_texts.emplace(text).first;
}

} // namespace flowsync
