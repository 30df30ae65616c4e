#include "sim/code_rules.hpp"

#include "sim/message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <initializer_list>

namespace flowsync::sim {

using nlohmann::json;

namespace {

using Words = std::initializer_list<std::string_view>;

std::string word(const json& fields, const char* name)
{
  const auto found = fields.find(name);
  return found != fields.end() && found->is_string() ? found->get<std::string>() : std::string();
}

void check_word(const json& fields, const char* name, Words allowed)
{
  const auto text = word(fields, name);
  if (std::find(allowed.begin(), allowed.end(), text) == allowed.end()) {
    throw invalid(fmt::format("property '#/{}' value \"{}\" did not match one of the following values: {}", name, text,
                              fmt::join(allowed, ", ")),
                  name);
  }
}

bool is_base64(const std::string& text)
{
  const auto end = text.find_last_not_of('=') + 1; // 0 when there is nothing else
  const auto whole = std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '+' || c == '/' || c == '\n';
  });
  return whole && text.size() - end <= 2 && !text.empty();
}

bool is_jolt(const json& fields)
{
  return word(fields, "code_type").starts_with("jolt_");
}

// The operations of a Jolt transform; Python and JavaScript travel inside nexla.custom (API notes B8).
void check_operations(const json& fields)
{
  const auto& code = fields.at("code");
  if (!code.is_array() || fields.at("code_encoding") != "none") {
    throw invalid("code of type jolt is an array of operations with code_encoding none", "code");
  }
  for (const auto& operation : code) {
    if (!operation.is_object() || word(operation, "operation").empty()) {
      throw invalid("an operation is an object with an operation and a spec", "code");
    }
    if (operation["operation"] != "nexla.custom") {
      continue;
    }
    if (fields.at("code_type") != "jolt_custom") {
      throw invalid("nexla.custom needs the code_type jolt_custom", "code_type");
    }
    const auto& spec = operation.value("spec", json());
    if (!spec.is_object() || word(spec, "language").empty() || word(spec, "encoding") != "base64" ||
        !is_base64(word(spec, "script"))) {
      throw invalid("the spec of nexla.custom holds language, encoding base64 and script", "code");
    }
  }
}

void check_code(const json& fields)
{
  check_word(
      fields, "code_type",
      {"jolt_standard", "jolt_custom", "python", "python3", "javascript", "javascript_es6", "flink_sql", "spark_sql"});
  check_word(fields, "code_encoding", {"none", "base64"});
  if (word(fields, "repo_type") == "github") { // the code stays in its repository
    return;
  }
  if (!fields.contains("code")) {
    throw invalid("property '#/' did not contain a required property of 'code'", "code");
  }
  if (is_jolt(fields)) {
    check_operations(fields);
    return;
  }
  if (!fields["code"].is_string()) {
    throw invalid("code of this code_type must be a string", "code");
  }
  if (fields["code_encoding"] == "base64" && !is_base64(fields["code"].get<std::string>())) {
    throw invalid("code is not base64", "code");
  }
}

} // namespace

void check_container(const json& fields)
{
  check_word(fields, "output_type", {"record", "attribute", "custom"});
  check_word(fields, "resource_type",
             {"transform", "ai_function", "source", "source_custom", "sink", "error", "validator", "splitter"});
  if (fields["resource_type"] == "ai_function") {
    check_word(fields, "ai_function_type", {"chunker", "context_enricher", "query_rewriter", "reranker"});
  }
  check_code(fields);
}

void check_transform(const json& fields, std::string_view output_type)
{
  check_word(fields, "resource_type", {"transform"});
  check_word(fields, "output_type", {output_type});
  if (output_type == "record") {
    check_word(fields, "code_type", {"jolt_standard", "jolt_custom"});
    check_word(fields, "code_encoding", {"none"});
  } else {
    check_word(fields, "code_type", {"python", "python3", "javascript"});
    check_word(fields, "code_encoding", {"base64"});
  }
}

void check_attached_code(const json& fields, std::string_view owner)
{
  json whole = fields;
  whole.emplace("resource_type", owner);
  whole.emplace("code_type", "python");
  whole.emplace("code_encoding", "none");
  whole.emplace("repo_type", "embedded");
  if (owner == "source") {
    check_word(whole, "resource_type", {"source", "source_custom"});
  } else {
    check_word(whole, "resource_type", {"sink"});
  }
  check_word(whole, "repo_type", {"embedded", "github"});
  check_code(whole);
}

bool has_custom_operation(const json& operations)
{
  return operations.is_array() && std::any_of(operations.begin(), operations.end(), [](const json& operation) {
           return operation.is_object() && operation.value("operation", json()) == "nexla.custom";
         });
}

} // namespace flowsync::sim
