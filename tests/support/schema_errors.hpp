#pragma once

#include "base/atomic_file.hpp"

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include <filesystem>
#include <string>

namespace flowsync::testing {

// What a JSON Schema, a file of the repository, finds wrong with a document; "" when nothing.
inline std::string schema_errors(const std::string& schema_file, const nlohmann::json& document)
{
  const auto text = read_file(std::filesystem::path(FLOWSYNC_SOURCE_DIR) / schema_file);
  if (!text) {
    return "there is no " + schema_file;
  }
  const auto definition = nlohmann::json::parse(*text);
  valijson::Schema schema;
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(definition), schema);
  valijson::Validator validator;
  valijson::ValidationResults results;
  validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(document), &results);
  std::string all;
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    for (const auto& part : error.context) {
      all += part;
    }
    all += ": " + error.description + "\n";
  }
  return all;
}

} // namespace flowsync::testing
