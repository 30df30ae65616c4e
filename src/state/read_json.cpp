#include "state/read_json.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace flowsync::state {

namespace {

using Json = nlohmann::json;

// Reads what dump_line() writes: no blanks, keys sorted, few escapes. Each function returns false for anything else,
// right or wrong.
class Reader
{
public:
  explicit Reader(std::string_view text) : m_at(text.data()), m_end(text.data() + text.size()) {}

  bool whole(Json& into) { return value(into, 0) && m_at == m_end; }

private:
  static constexpr int k_deepest = 64;

  bool take(char wanted)
  {
    if (m_at == m_end || *m_at != wanted) {
      return false;
    }
    ++m_at;
    return true;
  }

  bool word(std::string_view wanted)
  {
    if (static_cast<std::size_t>(m_end - m_at) < wanted.size() || std::string_view(m_at, wanted.size()) != wanted) {
      return false;
    }
    m_at += wanted.size();
    return true;
  }

  bool value(Json& into, int depth)
  {
    if (m_at == m_end || depth > k_deepest) {
      return false;
    }
    switch (*m_at) {
    case '{':
      return object(into, depth);
    case '[':
      return array(into, depth);
    case '"':
      into = Json(Json::value_t::string);
      return string(into.get_ref<std::string&>());
    case 't':
      into = true;
      return word("true");
    case 'f':
      into = false;
      return word("false");
    case 'n':
      into = nullptr;
      return word("null");
    default:
      return number(into);
    }
  }

  bool object(Json& into, int depth)
  {
    into = Json(Json::value_t::object);
    auto& members = into.get_ref<Json::object_t&>();
    ++m_at;
    if (take('}')) {
      return true;
    }
    do {
      std::string key;
      if (!string(key) || !take(':')) {
        return false;
      }
      const auto count = members.size();
      const auto member = members.emplace_hint(members.end(), std::move(key), nullptr);
      if (members.size() == count || !value(member->second, depth + 1)) { // a key twice
        return false;
      }
    } while (take(','));
    return take('}');
  }

  bool array(Json& into, int depth)
  {
    into = Json(Json::value_t::array);
    auto& items = into.get_ref<Json::array_t&>();
    ++m_at;
    if (take(']')) {
      return true;
    }
    do {
      items.emplace_back(nullptr);
      if (!value(items.back(), depth + 1)) {
        return false;
      }
    } while (take(','));
    return take(']');
  }

  bool string(std::string& into)
  {
    if (!take('"')) {
      return false;
    }
    bool ascii = true;
    for (;;) {
      const auto* const from = m_at;
      while (m_at != m_end && *m_at != '"' && *m_at != '\\' && static_cast<unsigned char>(*m_at) >= 0x20) {
        ascii = ascii && static_cast<unsigned char>(*m_at) < 0x80;
        ++m_at;
      }
      into.append(from, m_at);
      if (take('"')) {
        return ascii || is_utf8(into);
      }
      if (!take('\\') || !escaped(into)) {
        return false;
      }
    }
  }

  bool escaped(std::string& into)
  {
    constexpr std::string_view k_written = "\"\\/bfnrt";
    constexpr std::string_view k_meant = "\"\\/\b\f\n\r\t";
    const auto which = m_at == m_end ? std::string_view::npos : k_written.find(*m_at);
    if (which == std::string_view::npos) {
      return false;
    }
    into += k_meant[which];
    ++m_at;
    return true;
  }

  // Whole numbers without a sign or leading zero, and negative ones.
  bool number(Json& into)
  {
    const auto* const digits = m_at + (*m_at == '-' ? 1 : 0);
    const auto* const end = std::find_if(digits, m_end, [](char c) { return c < '0' || c > '9'; });
    if (end == digits || (*digits == '0' && (end - digits > 1 || digits != m_at)) ||
        (end != m_end && (*end == '.' || *end == 'e' || *end == 'E'))) {
      return false;
    }
    const bool read = digits == m_at ? whole_number<std::uint64_t>(into, end) : whole_number<std::int64_t>(into, end);
    m_at = end;
    return read;
  }

  template <typename Number>
  bool whole_number(Json& into, const char* end) const
  {
    Number number = 0;
    const auto read = std::from_chars(m_at, end, number);
    into = number;
    return read.ec == std::errc{} && read.ptr == end;
  }

  const char* m_at;
  const char* m_end;
};

} // namespace

Json read_json(std::string_view text)
{
  Json value;
  if (Reader(text).whole(value)) {
    return value;
  }
  return Json::parse(text);
}

} // namespace flowsync::state
