#include "overlay/directives.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <unordered_set>

namespace flowsync::overlay {

namespace {

constexpr std::string_view k_replace = "$replace";
constexpr std::string_view k_delete = "$delete";
constexpr std::string_view k_value = "$value";
constexpr std::string_view k_key_hint =
    "directives are $replace, $delete and $value; a literal key that begins with $ is written with two: ";

class Reader
{
public:
  Reader(const SourceFiles& files, Diagnostics& diagnostics) : m_files(files), m_diagnostics(diagnostics) {}

  Directives read(const Node& map)
  {
    Directives result;
    for (const auto& entry : map.entries()) {
      if (entry.key.starts_with('$')) {
        result.any = true;
        read(entry, result);
      }
    }
    if (result.literal != nullptr && map.entries().size() > 1) {
      report(*result.literal, "$value stands alone in its map");
    }
    if (result.replace && result.remove) {
      report(*map.find(k_delete), "$delete and $replace exclude each other");
    }
    return result;
  }

private:
  void read(const Entry& entry, Directives& result)
  {
    if (entry.key == k_value) {
      result.literal = &entry;
    } else if (entry.key == k_replace) {
      result.replace = flag(entry);
    } else if (entry.key == k_delete) {
      result.remove = flag(entry);
    } else if (is_directive(entry.key)) {
      const auto meant = nearest(entry.key, {std::string(k_replace), std::string(k_delete), std::string(k_value)});
      report(entry, fmt::format("unknown directive `{}`", entry.key),
             meant ? fmt::format("did you mean `{}`? A literal key is written `${}`", *meant, entry.key)
                   : fmt::format("{}`${}`", k_key_hint, entry.key));
    }
  }

  bool flag(const Entry& entry)
  {
    if (entry.value->kind == NodeKind::boolean && entry.value->text() == "true") {
      return true;
    }
    report(entry, fmt::format("`{}` takes only true", entry.key), "leave the line out to merge as usual");
    return false;
  }

  void report(const Entry& entry, std::string message, std::string hint = {})
  {
    m_diagnostics.error("bad-directive", std::move(message), m_files.locate(entry.key_at, entry.key), std::move(hint));
  }

  const SourceFiles& m_files;
  Diagnostics& m_diagnostics;
};

} // namespace

Directives read_directives(const Node& map, const SourceFiles& files, Diagnostics& diagnostics)
{
  for (const auto& entry : map.entries()) {
    if (entry.key.starts_with('$')) {
      return Reader(files, diagnostics).read(map);
    }
  }
  return {};
}

bool is_directive(std::string_view written)
{
  return written.starts_with('$') && !written.starts_with("$$") && !written.starts_with("${");
}

std::string_view literal_key(std::string_view written)
{
  return written.starts_with("$$") ? written.substr(1) : written;
}

bool is_keyed(const Node& list)
{
  std::unordered_set<std::string_view> keys;
  for (const auto& item : list.items()) {
    const auto* const key = item->get("key");
    if (key == nullptr || !key->is_scalar() || key->kind == NodeKind::null || !keys.insert(key->text()).second) {
      return false;
    }
  }
  return !list.items().empty();
}

} // namespace flowsync::overlay
