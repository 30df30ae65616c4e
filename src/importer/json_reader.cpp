#include "importer/json_reader.hpp"

#include "base/printable.hpp"
#include "base/utf8.hpp"
#include "importer/json_text.hpp"
#include "model/number_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>
#include <optional>
#include <unordered_map>

namespace flowsync::importer {

namespace {

// Thrown to leave the reader at the first problem; never leaves this file.
struct Stop
{
  DiagnosticCode code;
  std::string message;
  Position at;
  std::string hint;
  std::optional<Position> other; // "first written here"
};

bool fits_64_bits(std::string_view text)
{
  const auto* const end = text.data() + text.size();
  std::int64_t small = 0;
  std::uint64_t big = 0;
  return std::from_chars(text.data(), end, small).ec == std::errc{} ||
         std::from_chars(text.data(), end, big).ec == std::errc{};
}

class Reader
{
public:
  Reader(std::string_view text, std::uint32_t file) : m_text(text), m_file(file) {}

  NodePtr document()
  {
    skip_blanks();
    auto root = value(0);
    skip_blanks();
    if (!at_end()) {
      fail("there is more text behind the end of the JSON value");
    }
    return root;
  }

private:
  bool at_end() const { return m_at == m_text.size(); }
  char peek() const { return at_end() ? '\0' : m_text[m_at]; }

  Position here() const { return {m_file, m_line, m_column}; }

  void advance(std::size_t bytes)
  {
    for (const char c : m_text.substr(m_at, bytes)) {
      if (c == '\n') {
        ++m_line;
        m_column = 1;
      } else if (begins_character(c)) { // a character counts at its first byte
        ++m_column;
      }
    }
    m_at += bytes;
  }

  void skip_blanks()
  {
    const auto end = m_text.find_first_not_of(" \t\r\n", m_at);
    advance(std::min(end, m_text.size()) - m_at);
  }

  [[noreturn]] void fail(const std::string& expected) const
  {
    throw Stop{"bad-json", at_end() ? "the file ends in the middle of the JSON text" : expected, here(),
               at_end() ? "is the file whole?" : "", std::nullopt};
  }

  bool take(char c)
  {
    if (peek() != c || at_end()) {
      return false;
    }
    advance(1);
    return true;
  }

  NodePtr value(int depth)
  {
    if (depth > k_deepest) {
      throw Stop{"too-deep", fmt::format("nested deeper than {} levels", k_deepest), here(), "", std::nullopt};
    }
    const auto at = here();
    switch (peek()) {
    case '{':
      return object(at, depth);
    case '[':
      return array(at, depth);
    case '"':
      return make_scalar(NodeKind::string, string(), at);
    default:
      return word(at);
    }
  }

  NodePtr object(Position at, int depth)
  {
    std::vector<Entry> entries;
    std::unordered_map<std::string, Position> seen;
    advance(1);
    skip_blanks();
    if (take('}')) {
      return make_map({}, at);
    }
    do {
      skip_blanks();
      const auto key_at = here();
      if (peek() != '"') {
        fail("a key in double quotes is expected here");
      }
      auto key = string();
      if (const auto [found, is_new] = seen.emplace(key, key_at); !is_new) {
        throw Stop{"duplicate-key", fmt::format("the key `{}` is there twice", printable(key)), key_at, "",
                   found->second};
      }
      skip_blanks();
      if (!take(':')) {
        fail("a colon is expected here");
      }
      skip_blanks();
      auto content = value(depth + 1);
      entries.push_back({std::move(key), key_at, std::move(content)});
      skip_blanks();
    } while (take(','));
    if (!take('}')) {
      fail("a comma or the closing } is expected here");
    }
    return make_map(std::move(entries), at);
  }

  NodePtr array(Position at, int depth)
  {
    std::vector<NodePtr> items;
    advance(1);
    skip_blanks();
    if (take(']')) {
      return make_list({}, at);
    }
    do {
      skip_blanks();
      items.push_back(value(depth + 1));
      skip_blanks();
    } while (take(','));
    if (!take(']')) {
      fail("a comma or the closing ] is expected here");
    }
    return make_list(std::move(items), at);
  }

  std::string string()
  {
    const auto token = scan_json_string(m_text.substr(m_at));
    if (!token.problem.empty()) {
      advance(token.bytes);
      fail(std::string(token.problem));
    }
    advance(token.bytes);
    return token.text;
  }

  NodePtr word(Position at)
  {
    const auto end = std::min(m_text.find_first_of(" \t\r\n,:[]{}\"", m_at), m_text.size());
    const auto text = m_text.substr(m_at, end - m_at);
    const auto kind = text == "~" || text.empty() ? NodeKind::string : plain_scalar_kind(text);
    if (kind == NodeKind::string) {
      fail("a value is expected here: text in double quotes, a number, true, false, null, [ or {");
    }
    if (kind == NodeKind::integer && !fits_64_bits(text)) {
      throw Stop{"number-too-big", "this whole number does not fit into 64 bits", at, "", std::nullopt};
    }
    advance(text.size());
    // Spelled as a reader of JSON understands it: what the classic client sent was read once already.
    const auto number = kind == NodeKind::real ? plain_numbers(number_from_text(std::string(text))) : nlohmann::json();
    if (kind == NodeKind::real && !number.is_number()) {
      throw Stop{"number-too-big", "this number does not fit into 64 bits", at, "", std::nullopt};
    }
    return make_scalar(kind, kind == NodeKind::real ? number.dump() : std::string(text), at);
  }

  std::string_view m_text;
  std::uint32_t m_file;
  std::size_t m_at = 0;
  std::uint32_t m_line = 1;
  std::uint32_t m_column = 1;
};

} // namespace

NodePtr read_json(const SourceFiles& files, std::uint32_t file, Diagnostics& diagnostics)
{
  const auto& text = files.text(file);
  if (!is_utf8(text)) {
    diagnostics.error("not-utf-8", "this file is not UTF-8 text", Location{files.path(file), 0, 0, 1, {}},
                      "save it as UTF-8");
    return nullptr;
  }
  try {
    return Reader(text, file).document();
  } catch (Stop& stop) {
    auto& problem = diagnostics.error(stop.code, std::move(stop.message), files.locate(stop.at), std::move(stop.hint));
    if (stop.other) {
      problem.related.push_back({"first written here", files.locate(*stop.other)});
    }
    return nullptr;
  }
}

std::string in_quotes(const std::string& key)
{
  return '"' + key + '"';
}

} // namespace flowsync::importer
