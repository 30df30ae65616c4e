#pragma once

#include "model/node.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace flowsync::spec {

// With fewer files than this, reading them is faster than looking after a cache.
inline constexpr std::size_t k_fewest_cached = 100;
// Where the cache lies, below the project's root, and how big it may become.
inline constexpr const char* k_cache_file = ".flowsync/cache/specs";
inline constexpr std::size_t k_biggest_cache = std::size_t{128} * 1024 * 1024;

// What texts were read as, by the digest of their bytes, from one run to the next: it only ever saves time. One file,
// replaced as a whole, so that runs beside one another do no harm; one that is damaged, foreign or of another version
// is as good as none, and one that cannot be written is left alone. It holds nothing that the specs do not.
class ParsedCache
{
public:
  explicit ParsedCache(const std::filesystem::path& root);

  // What a text is known by.
  static std::string key_of(std::string_view text);

  // The documents of a text that was read without a problem, with places in `file`; safe to call side by side.
  std::optional<std::vector<NodePtr>> find(const std::string& key, std::uint32_t file) const;
  void keep(std::string key, const std::vector<NodePtr>& documents);

  // Writes what is new; what was not asked for goes first when there is too much.
  void save() const;

private:
  struct Known
  {
    std::string_view bytes;
    mutable std::atomic<bool> used = false;
  };

  std::filesystem::path m_path;
  std::string m_content; // of the file
  std::unordered_map<std::string_view, Known> m_known;
  std::vector<std::string_view> m_order; // keys; what was asked for last stands first
  std::mutex m_mutex;
  std::vector<std::pair<std::string, std::string>> m_new; // keys and bytes
};

} // namespace flowsync::spec
