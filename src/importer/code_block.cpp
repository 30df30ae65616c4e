#include "importer/code_block.hpp"

#include "base/base64.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "spec/script_text.hpp"

#include <fmt/format.h>

namespace flowsync::importer {

namespace {

std::string extension_for(const std::string& type)
{
  return type.starts_with("python")       ? ".py"
         : type.starts_with("javascript") ? ".js"
         : type.ends_with("sql")          ? ".sql"
                                          : ".txt";
}

} // namespace

CodeBlock code_of_operations(const NodePtr& operations)
{
  CodeBlock result;
  if (const auto script = spec::script_of_operations(to_json(*operations))) {
    result.type = script->type;
    result.text = script->text;
    result.extension = script->extension;
  } else {
    result.operations = operations;
  }
  return result;
}

std::optional<CodeBlock> read_code(BlockReader& block)
{
  const auto* const code = block.get("code");
  CodeBlock result;
  result.type = block.text("code_type");
  const bool base64 = block.text("code_encoding") == "base64";
  if (code != nullptr && code->is_list()) {
    const auto type = result.type.empty() ? "jolt_standard" : result.type;
    result = code_of_operations(make_list(code->items(), code->at));
    result.type = result.operations != nullptr ? type : result.type;
    return result;
  }
  if (code != nullptr && code->is_string() && !result.type.empty()) {
    const auto text = base64 ? decode_base64(code->text()) : std::optional(code->text());
    if (text && is_utf8(*text) && !trim(*text).empty()) {
      result.text = *text;
      result.extension = extension_for(result.type);
      return result;
    }
  }
  block.warning("not-imported", fmt::format("the code of `{}` cannot be read and is left out", printable(block.name())),
                code, "write it into a file and name that under `code:` or `transform:`");
  return std::nullopt;
}

} // namespace flowsync::importer
