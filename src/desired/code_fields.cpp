#include "desired/code_fields.hpp"

#include "base/base64.hpp"
#include "desired/script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowsync::desired {

namespace {

constexpr std::array<std::string_view, 4> k_code_languages{"python", "python3", "javascript", "javascript_es6"};

// Code as it travels.
struct Encoded
{
  std::string type;
  std::string encoding;
  nlohmann::json code;
};

bool is_language(std::string_view type)
{
  return std::find(k_code_languages.begin(), k_code_languages.end(), type) != k_code_languages.end();
}

void report(ResourceBuilder& builder, const Node& at, DiagnosticCode code, std::string message, std::string hint)
{
  builder.flow().diagnostics.error(code, std::move(message), builder.flow().build.files.locate(at.at, at.text()),
                                   std::move(hint));
}

// Nothing when that is impossible (reported at `from`).
std::optional<Encoded> encode(ResourceBuilder& builder, std::string_view output, const std::string& type,
                              const std::string& text, const Node& from)
{
  if (is_language(type)) {
    if (output == "record") {
      return Encoded{"jolt_custom", "none", nlohmann::json::array({custom_operation(type, text)})};
    }
    return Encoded{type, "base64", encode_base64(text)};
  }
  if (!type.starts_with("jolt")) {
    return Encoded{type, "none", text};
  }
  std::string problem;
  auto operations = parse_json_file(text, problem);
  if (operations && !operations->is_array()) {
    problem = "must hold a JSON list of operations";
    operations.reset();
  }
  if (!operations) {
    report(builder, from, "bad-file", fmt::format("`{}` {}", from.text(), problem), "");
    return std::nullopt;
  }
  return Encoded{type, "none", std::move(*operations)};
}

// Whether the text is there to be encoded now.
bool is_known(ResourceBuilder& builder, const Node& code)
{
  if (code.deferred) {
    report(builder, code, "reference-not-allowed", "code is sent encoded, so it cannot hold a secret or an id",
           "pass it to the code as a parameter in the config");
  }
  return !code.deferred;
}

} // namespace

void set_code_fields(ResourceBuilder& builder, std::string_view default_output)
{
  const auto type = builder.word("type");
  const auto output = builder.word("output").value_or(std::string(default_output));
  const auto* const file = builder.get("file");
  const auto* const code = builder.get("code");
  auto& writer = builder.writer();
  if (const auto* const given = builder.get("output")) {
    writer.put("output_type", output, *given);
  } else {
    builder.resource().document["output_type"] = output;
  }
  if (!builder.resource().document.contains("reusable")) {
    builder.resource().document["reusable"] = true;
  }
  if (!type) {
    return;
  }
  std::optional<Encoded> encoded;
  const Node* from = nullptr;
  if (file != nullptr && file->is_string()) {
    from = file;
    const auto& build = builder.flow().build;
    if (const auto text = read_script(*file, build.root, build.files, builder.flow().diagnostics)) {
      encoded = encode(builder, output, *type, *text, *file);
    }
  } else if (code != nullptr && code->is_list()) {
    writer.put("code", *code);
    encoded = Encoded{*type, "none", builder.resource().document["code"]};
  } else if (code != nullptr && code->is_string() && is_known(builder, *code)) {
    from = code;
    encoded = encode(builder, output, *type, code->text(), *code);
  }
  if (!encoded) {
    return;
  }
  writer.put("code_type", encoded->type, *builder.get("type"));
  writer.put("code_encoding", encoded->encoding, *builder.get("type"));
  if (from != nullptr) {
    writer.put("code", std::move(encoded->code), *from);
  }
}

void set_own_code(ResourceBuilder& builder, std::string_view resource_type)
{
  const auto* const code = builder.get("code");
  if (code == nullptr || !code->is_map()) {
    return;
  }
  if (const auto* const name = code->get("ref"); name != nullptr && name->is_string()) {
    builder.set_reference("code_container_id", ResourceKind::code, *name);
    return;
  }
  const auto* const file = code->get("file");
  const auto* const type = code->get("type");
  if (file == nullptr || !file->is_string() || type == nullptr || !type->is_string()) {
    return; // validation says so
  }
  const auto& build = builder.flow().build;
  const auto text = read_script(*file, build.root, build.files, builder.flow().diagnostics);
  const auto encoded = text ? encode(builder, "custom", type->text(), *text, *file) : std::nullopt;
  if (!encoded) {
    return;
  }
  auto& writer = builder.writer();
  writer.put("code_container",
             nlohmann::json{{"resource_type", resource_type},
                            {"code_type", encoded->type},
                            {"code_encoding", encoded->encoding},
                            {"code", encoded->code}},
             *code);
  writer.note_origin("/code_container/code_type", *type);
  writer.note_origin("/code_container/code", *file);
}

} // namespace flowsync::desired
