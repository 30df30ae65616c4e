#include "model/quick_json.hpp"

#include "base/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

namespace flowsync {

namespace {

using Json = nlohmann::json;

// Reads JSON without duplicate keys or deep nesting. Each function returns false for anything else, right or wrong.
class QuickReader
{
public:
  explicit QuickReader(std::string_view text) : m_at(text.data()), m_end(text.data() + text.size()) {}

  bool whole(Json& into)
  {
    blanks();
    return value(into, 0) && at_end();
  }

  bool sieved(Json& into, const Sieve& sieve)
  {
    blanks();
    const auto items = [&](Json& list, std::string_view name) {
      return array(list, [&](Json& item) {
        return next_is('{') ? object(
                                  item, [&](std::string_view key) { return sieve(name, key); }, 2)
                            : value(item, 2);
      });
    };
    if (next_is('[')) {
      return items(into, "") && at_end();
    }
    const auto all = [](std::string_view /*key*/) { return Taken::whole; };
    const auto member = [&](Json& into_member, std::string_view key) {
      return next_is('[') ? items(into_member, key) : value(into_member, 1);
    };
    return (next_is('{') ? members(into, all, member) : value(into, 0)) && at_end();
  }

private:
  static constexpr int k_deepest = 64;

  void blanks()
  {
    while (m_at != m_end && (*m_at == ' ' || *m_at == '\n' || *m_at == '\r' || *m_at == '\t')) {
      ++m_at;
    }
  }

  bool at_end()
  {
    blanks();
    return m_at == m_end;
  }

  bool next_is(char wanted) const { return m_at != m_end && *m_at == wanted; }

  bool take(char wanted)
  {
    if (!next_is(wanted)) {
      return false;
    }
    ++m_at;
    return true;
  }

  // One that blanks may stand around.
  bool take_mark(char wanted)
  {
    blanks();
    const bool taken = take(wanted);
    blanks();
    return taken;
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
      return object(
          into, [](std::string_view /*key*/) { return Taken::whole; }, depth + 1);
    case '[':
      return array(into, [&](Json& item) { return value(item, depth + 1); });
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

  bool ids(Json& into, int depth)
  {
    if (depth > k_deepest) {
      return false;
    }
    if (next_is('[')) {
      return array(into, [&](Json& item) { return ids(item, depth + 1); });
    }
    return next_is('{')
               ? object(
                     into, [](std::string_view key) { return key == "id" ? Taken::whole : Taken::nothing; }, depth + 1)
               : value(into, depth);
  }

  // `taken(key)`: how much of that member; its value lies at `depth`.
  template <typename Choose>
  bool object(Json& into, const Choose& taken, int depth)
  {
    return members(into, taken, [&](Json& member, std::string_view key) {
      return taken(key) == Taken::ids ? ids(member, depth) : value(member, depth);
    });
  }

  template <typename Choose, typename Read>
  bool members(Json& into, const Choose& taken, const Read& read)
  {
    into = Json(Json::value_t::object);
    auto& found = into.get_ref<Json::object_t&>();
    if (++m_at; take_mark('}')) {
      return true;
    }
    do {
      std::string key;
      if (!string(key) || !take_mark(':')) {
        return false;
      }
      if (taken(key) == Taken::nothing) {
        if (!skip(0)) {
          return false;
        }
        continue;
      }
      const auto count = found.size();
      const auto member = found.emplace_hint(found.end(), std::move(key), nullptr);
      if (found.size() == count || !read(member->second, member->first)) { // a key twice
        return false;
      }
    } while (take_mark(','));
    return take('}');
  }

  template <typename Read>
  bool array(Json& into, const Read& read)
  {
    into = Json(Json::value_t::array);
    auto& items = into.get_ref<Json::array_t&>();
    if (++m_at; take_mark(']')) {
      return true;
    }
    do {
      items.emplace_back(nullptr);
      if (!read(items.back())) {
        return false;
      }
    } while (take_mark(','));
    return take(']');
  }

  // Checks a value and keeps nothing of it.
  bool skip(int depth)
  {
    if (m_at == m_end || depth > k_deepest) {
      return false;
    }
    const char close = *m_at == '{' ? '}' : ']';
    if (*m_at != '{' && *m_at != '[') {
      m_unused.clear();
      return *m_at == '"' ? string(m_unused) : value(m_unused_value, depth);
    }
    if (++m_at; take_mark(close)) {
      return true;
    }
    do {
      m_unused.clear();
      if ((close == '}' && !(string(m_unused) && take_mark(':'))) || !skip(depth + 1)) {
        return false;
      }
    } while (take_mark(','));
    return take(close);
  }

  bool string(std::string& into)
  {
    const auto* const begin = m_at;
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
      if (!take('\\')) {
        return false;
      }
      if (next_is('u')) {
        return escaped_string(into, begin);
      }
      if (!escaped(into)) {
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

  // The string from `begin` on, which holds a character as a number.
  bool escaped_string(std::string& into, const char* begin)
  {
    while (m_at != m_end && *m_at != '"') {
      m_at += *m_at == '\\' && m_end - m_at > 1 ? 2 : 1;
    }
    if (!take('"')) {
      return false;
    }
    auto read = Json::parse(begin, m_at, nullptr, false);
    if (!read.is_string()) {
      return false;
    }
    into = std::move(read.get_ref<std::string&>());
    return true;
  }

  bool number(Json& into)
  {
    const auto* const begin = m_at;
    const auto* const digits = begin + (*begin == '-' ? 1 : 0);
    const auto* const end = std::find_if(digits, m_end, [](char c) { return c < '0' || c > '9'; });
    m_at = std::find_if(end, m_end, [](char c) {
      return (c < '0' || c > '9') && c != '.' && c != 'e' && c != 'E' && c != '+' && c != '-';
    });
    const bool plain = m_at == end && end != digits && (*digits != '0' || (end - digits == 1 && digits == begin));
    if (plain &&
        (digits == begin ? whole_number<std::uint64_t>(into, begin) : whole_number<std::int64_t>(into, begin))) {
      return true;
    }
    into = Json::parse(begin, m_at, nullptr, false); // a fraction, or a number of many digits
    return into.is_number();
  }

  template <typename Number>
  bool whole_number(Json& into, const char* begin) const
  {
    Number number = 0;
    const auto read = std::from_chars(begin, m_at, number);
    into = number;
    return read.ec == std::errc{} && read.ptr == m_at;
  }

  const char* m_at;
  const char* m_end;
  std::string m_unused;
  Json m_unused_value;
};

} // namespace

Json read_json(std::string_view text)
{
  Json value;
  if (QuickReader(text).whole(value)) {
    return value;
  }
  return Json::parse(text);
}

std::optional<Json> read_ordinary_json(std::string_view text, const Sieve& sieve)
{
  std::optional<Json> value(std::in_place);
  QuickReader reader(text);
  if (!(sieve ? reader.sieved(*value, sieve) : reader.whole(*value))) {
    value.reset();
  }
  return value;
}

} // namespace flowsync
