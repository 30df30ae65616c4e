// The rows of a lookup: reading a file of comma-separated values, and writing what was read.

#include "fuzz/harmless.hpp"
#include "fuzz/property.hpp"
#include "spec/csv.hpp"

#include <string>
#include <vector>

using namespace flowsync;
using fuzz::must_hold;

namespace {

void check_written(const Node& rows)
{
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> texts;
  for (const auto& row : rows.items()) {
    must_hold(row->is_map(), "a row is a map");
    std::vector<std::string> fields;
    std::vector<std::string> values;
    for (const auto& entry : row->entries()) {
      must_hold(!entry.key.empty() && entry.value->is_string(), "a row has names and texts");
      fields.push_back(entry.key);
      values.push_back(entry.value->text());
    }
    names = names.empty() ? fields : names;
    must_hold(fields == names, "rows have the same names");
    texts.push_back(std::move(values));
  }
  if (texts.empty()) {
    return;
  }
  SourceFiles files;
  Diagnostics problems;
  const auto again = spec::read_csv(files, files.add("written.csv", spec::write_csv(names, texts), "base"), problems);
  must_hold(again != nullptr && problems.empty(), "what is written can be read");
  must_hold(same_value(*again, rows), "what is written reads as the same rows");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  SourceFiles files;
  Diagnostics problems;
  const auto file = files.add("environments/base/lookups/a.csv", std::string(fuzz::text_of(data, size)), "base");
  const auto rows = spec::read_csv(files, file, problems);
  must_hold(rows != nullptr || problems.has_errors(), "a file that is refused has a problem");
  if (rows != nullptr && !problems.has_errors()) {
    check_written(*rows);
  }
  problems.sort();
  fuzz::check_shown(problems);
  fuzz::check_published(problems);
  return 0;
}
