#include "spec/config_tree.hpp"

#include "model/sensitive_keys.hpp"
#include "model/template_text.hpp"

#include <fmt/format.h>

namespace flowsync::spec {

namespace {

bool is_noise(std::string_view key)
{
  return key == "$schema" || key == "$schema-id";
}

// `$x` would be read as a directive and `$$x` as `$x`; `${x}` is not a directive.
std::string spec_key(const std::string& key)
{
  return key.starts_with('$') && !key.starts_with("${") ? "$" + key : key;
}

bool could_be_secret(const Node& value)
{
  return (value.is_string() && !value.text().empty()) || value.kind == NodeKind::integer ||
         value.kind == NodeKind::real;
}

class Converter
{
public:
  explicit Converter(const NameSecret& name_secret) : m_name_secret(name_secret) {}

  NodePtr convert(const Node& node) const
  {
    switch (node.kind) {
    case NodeKind::map: {
      std::vector<Entry> entries;
      for (const auto& entry : node.entries()) {
        if (!is_noise(entry.key)) {
          entries.push_back({spec_key(entry.key), entry.key_at, member(entry)});
        }
      }
      return make_map(std::move(entries), node.at);
    }
    case NodeKind::list: {
      std::vector<NodePtr> items;
      for (const auto& item : node.items()) {
        items.push_back(convert(*item));
      }
      return make_list(std::move(items), node.at);
    }
    case NodeKind::string:
      if (node.deferred) {
        return make_scalar(NodeKind::string, node.text(), node.at);
      }
      return make_scalar(NodeKind::string, escape_template(node.text()), node.at);
    default:
      return make_scalar(node.kind, node.text(), node.at);
    }
  }

private:
  NodePtr member(const Entry& entry) const
  {
    const auto& value = *entry.value;
    if (value.kind == NodeKind::null) {
      return make_map({{"$value", value.at, make_scalar(NodeKind::null, "null", value.at)}}, value.at);
    }
    if (!is_sensitive_key(entry.key) || value.deferred) {
      return convert(value);
    }
    if (could_be_secret(value)) {
      return secret(entry.key, value.at);
    }
    if (value.is_list()) {
      std::vector<NodePtr> items;
      for (const auto& item : value.items()) {
        items.push_back(could_be_secret(*item) ? secret(entry.key, item->at) : convert(*item));
      }
      return make_list(std::move(items), value.at);
    }
    return convert(value);
  }

  NodePtr secret(const std::string& key, Position at) const
  {
    return make_scalar(NodeKind::string, fmt::format("${{secret.{}}}", m_name_secret(key, at)), at);
  }

  const NameSecret& m_name_secret;
};

} // namespace

NodePtr spec_config(const Node& config, const NameSecret& name_secret)
{
  return Converter(name_secret).convert(config);
}

NodePtr spec_text(std::string_view text)
{
  return make_scalar(NodeKind::string, escape_template(text));
}

} // namespace flowsync::spec
