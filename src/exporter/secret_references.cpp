#include "exporter/secret_references.hpp"

#include "base/secret_shapes.hpp"
#include "base/text.hpp"
#include "base/withheld.hpp"
#include "model/pointer.hpp"
#include "model/template_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::exporter {

void refer_to_secrets(nlohmann::json& value, const std::string& path, const std::map<std::string, Secret>& secrets,
                      std::set<std::string>& templates)
{
  if (value.is_structured()) {
    for (auto& item : value.items()) {
      refer_to_secrets(item.value(), pointer_below(path, item.key()), secrets, templates);
    }
    return;
  }
  if (!value.is_string() || templates.contains(path)) {
    return;
  }
  for (const auto& [name, secret] : secrets) {
    const auto& sought = secret.reveal();
    auto text = value.get<std::string>();
    auto at = sought.empty() ? std::string::npos : text.find(sought);
    if (at == std::string::npos) {
      continue;
    }
    text = templates.insert(path).second ? escape_template(text) : text;
    for (at = text.find(sought); at != std::string::npos; at = text.find(sought, at)) {
      const auto reference = fmt::format("${{secret.{}}}", name);
      text.replace(at, sought.size(), reference);
      at += reference.size();
    }
    value = std::move(text);
  }
}

std::string text_without_secrets(const std::string& text, const std::string& path,
                                 const std::map<std::string, Secret>& secrets, std::set<std::string>& templates)
{
  nlohmann::json value = text;
  refer_to_secrets(value, path, secrets, templates);
  return without_secret_shapes(withheld().conceal(value.get<std::string>()));
}

std::string secret_name(const std::string& flow, const std::string& key)
{
  constexpr std::size_t k_longest = 100; // leaves room for a number behind it
  std::string name = flow.empty() || (flow[0] >= '0' && flow[0] <= '9') ? "flow_" : "";
  for (const char c : lower(flow + "-" + key)) {
    name += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '_';
  }
  name.resize(std::min(name.size(), k_longest));
  return name;
}

} // namespace flowsync::exporter
