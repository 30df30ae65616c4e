#include "spec/yaml_scalar_text.hpp"

#include "spec/yaml_read_text.hpp"
#include "spec/yaml_writer.hpp"

namespace flowsync::spec {

namespace {

std::string as_written(std::string_view text, bool in_flow)
{
  return in_flow ? write_yaml_line(*make_scalar(NodeKind::string, std::string(text))) : write_yaml_text(text);
}

} // namespace

std::string requoted(std::string_view raw, bool in_flow)
{
  const auto inner = raw.substr(1, raw.size() - 2);
  if (inner.find_first_of("\\'") == std::string_view::npos) {
    return as_written(inner, in_flow);
  }
  ReadText read;
  read.read(raw, "");
  const auto& documents = read.yaml.documents;
  const bool is_text = read.yaml.complete && documents.size() == 1 && documents.front()->is_string();
  return is_text ? as_written(documents.front()->text(), in_flow) : std::string(raw);
}

std::string replained(std::string_view raw, bool in_flow)
{
  switch (plain_scalar_kind(raw)) {
  case NodeKind::string:
    return as_written(raw, in_flow);
  case NodeKind::null:
    return "null";
  default:
    return std::string(raw);
  }
}

} // namespace flowsync::spec
