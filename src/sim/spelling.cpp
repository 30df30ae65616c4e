#include "sim/spelling.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace flowsync::sim {

using nlohmann::json;

namespace {

class Speller
{
public:
  using Way = SwitchPosition<"spelling">;

  explicit Speller(Way way) : m_way(way) {}

  json spell(const json& value) const
  {
    if (value.is_string()) {
      return text(value.get<std::string>());
    }
    if (value.is_number() && does("texts")) {
      return value.is_number_float() && value.get<double>() == static_cast<double>(value.get<std::int64_t>())
                 ? std::to_string(value.get<std::int64_t>())
                 : value.dump();
    }
    if (value.is_array()) {
      return list(value);
    }
    return value.is_object() ? map(value) : value;
  }

private:
  bool does(Way::Value what) const { return m_way == what || m_way == "all"; }

  std::string text(std::string text) const
  {
    if (does("trimmed")) {
      text.erase(0, std::min(text.find_first_not_of(" \t\r\n"), text.size()));
      text.erase(text.find_last_not_of(" \t\r\n") + 1);
    }
    if (does("slashes") && text.size() > 1 && text.ends_with('/')) {
      text.pop_back();
    }
    if (does("json_text") && (text.starts_with('{') || text.starts_with('['))) {
      if (const auto inner = json::parse(text, nullptr, false); !inner.is_discarded()) {
        text = inner.dump();
      }
    }
    if (does("composed")) {
      constexpr std::array<std::pair<const char*, const char*>, 3> k_letters{
          {{"e\u0301", "\u00e9"}, {"u\u0308", "\u00fc"}, {"n\u0303", "\u00f1"}}};
      for (const auto& [apart, one] : k_letters) {
        for (auto at = text.find(apart); at != std::string::npos; at = text.find(apart, at)) {
          text.replace(at, std::string_view(apart).size(), one);
        }
      }
    }
    return text;
  }

  json list(const json& value) const
  {
    auto result = json::array();
    for (const auto& item : value) {
      result.push_back(spell(item));
    }
    if (does("sorted")) {
      std::sort(result.begin(), result.end());
    }
    return result;
  }

  json map(const json& value) const
  {
    auto result = json::object();
    for (const auto& [key, item] : value.items()) {
      auto stored = spell(item);
      if (!does("no_empty") || !(stored.is_null() || stored == "" || (stored.is_structured() && stored.empty()))) {
        result[key] = std::move(stored);
      }
    }
    return result;
  }

  Way m_way;
};

} // namespace

json as_stored(const Context& context, json config)
{
  auto stored = Speller(context.switches.at<"spelling">()).spell(config);
  if (context.switches.at<"moving_keys">() == "on") {
    const auto revision = stored.find("config.revision");
    stored["config.revision"] =
        (revision != stored.end() && revision->is_number_integer() ? revision->get<std::int64_t>() : 0) + 1;
    stored["last_saved"] = context.now_ms;
    if (const auto path = stored.find("path"); path != stored.end() && path->is_string()) {
      stored["path.depth"] =
          std::count(path->get_ref<const std::string&>().begin(), path->get_ref<const std::string&>().end(), '/');
    }
  }
  return stored;
}

} // namespace flowsync::sim
