#pragma once

#include "base/atomic_file.hpp"
#include "base/timestamp.hpp"
#include "importer/convert.hpp"
#include "importer/json_reader.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <string>

namespace flowsync::importer {

// One import with all that came of it.
struct Import
{
  SourceFiles files;
  Diagnostics diagnostics;
  ConvertOptions options;
  std::optional<Imported> result;

  Import() { options.now = *parse_timestamp("2026-11-22T12:00:00Z"); }

  Import& run(const std::string& flow, const std::string& properties = {})
  {
    const auto flow_tree = read_json(files, files.add("export.json", flow, ""), diagnostics);
    NodePtr properties_tree;
    if (!properties.empty()) {
      properties_tree = read_json(files, files.add("properties.json", properties, ""), diagnostics);
      REQUIRE(properties_tree);
    }
    REQUIRE(flow_tree);
    result = convert(*flow_tree, properties_tree.get(), files, options, diagnostics);
    return *this;
  }

  // "code line:column" of every problem, one a line.
  std::string problems() const
  {
    std::string text;
    for (const auto& item : diagnostics.items()) {
      text += fmt::format("{} {}:{}\n", item.code.text(), item.where.line, item.where.column);
    }
    return text;
  }
  // All messages and hints.
  std::string words() const
  {
    std::string text;
    for (const auto& item : diagnostics.items()) {
      text += item.message + "\n" + item.hint + "\n";
    }
    return text;
  }
};

inline std::string fixture(const std::string& name)
{
  const auto text = read_file(std::string(FLOWSYNC_TESTS_DIR) + "/importer/fixtures/" + name);
  REQUIRE(text);
  return *text;
}

// A small export with one sink; `source` are further members of its source, `more` of the file.
inline std::string small_export(const std::string& source = "", const std::string& more = "")
{
  return R"({"source":{"name":"Orders","data_credentials":"<data_credentials_id: Lake>","source_type":"s3")" + source +
         R"(},
"detected_dataset":{"detected_dataset_1":{"name":"1 - Orders","description":"DataSet #1 detected from Orders"}},
"sink":{"sink_1":{"name":"Out","sink_type":"gcs","sink_config":{"path":"b"},"data_set_id":"detected_dataset_1",
"data_credentials":"<data_credentials_id: Lake>"}})" +
         more + "}";
}

} // namespace flowsync::importer
