#include "spec/csv.hpp"

#include "base/excerpt.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace flowsync::spec {

namespace {

struct Value
{
  std::string text;
  Position at;
};
using Row = std::vector<Value>;

class CsvReader
{
public:
  CsvReader(const SourceFiles& files, std::uint32_t file, Diagnostics& diagnostics)
      : m_files(files),
        m_file(file),
        m_text(files.text(file)),
        m_diagnostics(diagnostics)
  {
    if (m_text.starts_with("\xEF\xBB\xBF")) {
      m_next = 3;
    }
  }

  bool at_end() const { return m_next >= m_text.size(); }

  Row row()
  {
    Row row;
    for (bool more = true; more;) {
      row.push_back(value());
      more = !at_end() && m_text[m_next] == ',';
      if (more) {
        step();
      }
    }
    if (!at_end() && m_text[m_next] == '\r') {
      step();
    }
    if (!at_end()) {
      step(); // the line break
    }
    return row;
  }

private:
  Position here() const { return {m_file, m_line, m_column}; }

  void step()
  {
    const auto byte = m_text[m_next++];
    if (byte == '\n') {
      ++m_line;
      m_column = 1;
    } else if (begins_character(byte)) { // of a character the first byte counts
      ++m_column;
    }
  }

  bool ends_value() const
  {
    return at_end() || m_text[m_next] == ',' || m_text[m_next] == '\n' ||
           (m_text[m_next] == '\r' && (m_next + 1 == m_text.size() || m_text[m_next + 1] == '\n'));
  }

  Value value()
  {
    Value value{{}, here()};
    const bool quoted = !at_end() && m_text[m_next] == '"';
    if (!quoted) {
      const auto begin = m_next;
      bool stray = false;
      while (!ends_value()) {
        stray = stray || m_text[m_next] == '"';
        step();
      }
      value.text = m_text.substr(begin, m_next - begin);
      if (stray) {
        report("a quote stands inside a value without quotes around it", value.at,
               "put quotes around the whole value and double those inside");
      }
      return value;
    }
    step();
    for (bool open = true; open;) {
      if (at_end()) {
        report("this value has no closing quote", value.at, "close it; a quote inside is written twice");
        return value;
      }
      const char c = m_text[m_next];
      step();
      if (c != '"') {
        value.text += c;
      } else if (!at_end() && m_text[m_next] == '"') {
        value.text += '"';
        step();
      } else {
        open = false;
      }
    }
    if (!ends_value()) {
      report("after the closing quote the value goes on", here(), "a quote inside is written twice");
      while (!ends_value()) {
        step();
      }
    }
    return value;
  }

  void report(std::string message, Position at, std::string hint)
  {
    m_diagnostics.error("bad-csv", std::move(message), m_files.locate(at), std::move(hint));
  }

  const SourceFiles& m_files;
  std::uint32_t m_file;
  std::string_view m_text;
  Diagnostics& m_diagnostics;
  std::size_t m_next = 0;
  std::uint32_t m_line = 1;
  std::uint32_t m_column = 1;
};

bool is_empty_line(const Row& row)
{
  return row.size() == 1 && row.front().text.empty();
}

bool check_names(const Row& names, const SourceFiles& files, Diagnostics& diagnostics)
{
  bool good = true;
  for (auto name = names.begin(); name != names.end(); ++name) {
    const bool twice =
        std::any_of(names.begin(), name, [&](const Value& earlier) { return earlier.text == name->text; });
    if (name->text.empty() || twice) {
      diagnostics.error("bad-csv",
                        name->text.empty() ? std::string("a column has no name")
                                           : fmt::format("two columns are called `{}`", excerpt(name->text)),
                        files.locate(name->at), "the first line names the columns");
      good = false;
    }
  }
  return good;
}

std::string csv_text(const std::string& value)
{
  if (value.find_first_of(",\"\r\n") == std::string::npos) {
    return value;
  }
  std::string quoted = "\"";
  for (const char c : value) {
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  }
  return quoted + "\"";
}

} // namespace

NodePtr read_csv(const SourceFiles& files, std::uint32_t file, Diagnostics& diagnostics)
{
  const Position start{file, 1, 1};
  CsvReader reader(files, file, diagnostics);
  Row names;
  while (!reader.at_end() && (names.empty() || is_empty_line(names))) {
    names = reader.row();
  }
  if (names.empty() || is_empty_line(names)) {
    diagnostics.error("bad-csv", "the file has no line that names its columns", files.locate(start),
                      "begin with a line such as `code,name`");
    return make_list({}, start);
  }
  if (!check_names(names, files, diagnostics)) {
    return make_list({}, start);
  }
  std::vector<NodePtr> rows;
  while (!reader.at_end()) {
    auto row = reader.row();
    if (is_empty_line(row) && names.size() > 1) {
      continue;
    }
    if (row.size() != names.size()) {
      diagnostics.error("bad-csv",
                        fmt::format("this row has {} {}, the first line has {}", row.size(),
                                    row.size() == 1 ? "value" : "values", names.size()),
                        files.locate(row.front().at), "put quotes around values that hold commas");
      continue;
    }
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < row.size(); ++i) {
      entries.push_back({names[i].text, names[i].at, make_scalar(NodeKind::string, std::move(row[i].text), row[i].at)});
    }
    const auto at = row.front().at;
    rows.push_back(make_map(std::move(entries), at));
  }
  return make_list(std::move(rows), start);
}

std::string write_csv(const std::vector<std::string>& names, const std::vector<std::vector<std::string>>& rows)
{
  std::string text;
  const auto add = [&](const std::vector<std::string>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      text += (i > 0 ? "," : "") + csv_text(values[i]);
    }
    if (values.size() == 1 && values.front().empty()) {
      text += "\"\""; // an empty line would not be a row
    }
    text += '\n';
  };
  add(names);
  for (const auto& row : rows) {
    add(row);
  }
  return text;
}

} // namespace flowsync::spec
