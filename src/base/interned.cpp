#include "base/interned.hpp"

#include <mutex>
#include <set>

namespace flowsync {

namespace {

// Never taken down: what is in it may be used until the very end.
const std::string* kept(std::string_view text)
{
  static std::mutex mutex;
  static auto& texts = *new std::set<std::string, std::less<>>;
  const std::lock_guard lock(mutex);
  const auto found = texts.find(text);
  return found != texts.end() ? &*found : &*texts.emplace(text).first;
}

} // namespace

Interned::Interned()
{
  static const auto* const none = kept({});
  m_text = none;
}

Interned::Interned(std::string_view text) : m_text(kept(text)) {}

} // namespace flowsync
