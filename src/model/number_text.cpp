#include "model/number_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <vector>

namespace flowsync {

namespace {

constexpr std::uint8_t k_kept = 0x6e; // the subtype that tells kept numbers from other bytes

template <typename Json>
bool is_kept(const Json& value)
{
  return value.is_binary() && value.get_binary().has_subtype() && value.get_binary().subtype() == k_kept;
}

template <typename Json>
std::string_view text_of(const Json& value)
{
  const auto& bytes = value.get_binary();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

template <typename Json>
bool holds_kept(const Json& value)
{
  return value.is_structured()
             ? std::any_of(value.begin(), value.end(), [](const Json& item) { return holds_kept(item); })
             : is_kept(value);
}

nlohmann::json kept_number(std::string_view text)
{
  return nlohmann::json::binary({text.begin(), text.end()}, k_kept);
}

// What a reader of JSON makes of a number: exact to 64 bits when it is whole, else a double.
nlohmann::json read_number(std::string_view text)
{
  const auto* const end = text.data() + text.size();
  std::int64_t negative = 0;
  if (const auto read = std::from_chars(text.data(), end, negative); read.ec == std::errc{} && read.ptr == end) {
    return negative;
  }
  std::uint64_t positive = 0;
  if (const auto read = std::from_chars(text.data(), end, positive); read.ec == std::errc{} && read.ptr == end) {
    return positive;
  }
  return nlohmann::json::parse(text, nullptr, false);
}

// Writes as the library's dump() does, kept numbers by their text, and faster: what needs no thought is not handed
// over.
template <typename Json>
class Writer
{
public:
  Writer(int indent, bool ascii) : m_indent(indent), m_ascii(ascii) {}

  void write(const Json& value, std::size_t level)
  {
    switch (value.type()) {
    case Json::value_t::object:
      object(value, level);
      break;
    case Json::value_t::array:
      array(value, level);
      break;
    case Json::value_t::string:
      string(value.template get_ref<const std::string&>());
      break;
    case Json::value_t::number_unsigned:
      number(value.template get<std::uint64_t>());
      break;
    case Json::value_t::number_integer:
      number(value.template get<std::int64_t>());
      break;
    case Json::value_t::boolean:
      m_text += value.template get<bool>() ? "true" : "false";
      break;
    case Json::value_t::null:
      m_text += "null";
      break;
    default:
      m_text += is_kept(value) ? std::string(text_of(value)) : plain(value);
    }
  }

  std::string take() { return std::move(m_text); }

private:
  void object(const Json& value, std::size_t level)
  {
    m_text += '{';
    bool first = true;
    for (auto item = value.begin(); item != value.end(); ++item) {
      begin_item(first, level + 1);
      first = false;
      string(item.key());
      m_text += m_indent < 0 ? ":" : ": ";
      write(item.value(), level + 1);
    }
    end_items('}', first, level);
  }

  void array(const Json& value, std::size_t level)
  {
    m_text += '[';
    bool first = true;
    for (const auto& item : value) {
      begin_item(first, level + 1);
      first = false;
      write(item, level + 1);
    }
    end_items(']', first, level);
  }

  void string(const std::string& text)
  {
    const bool as_it_is = std::all_of(text.begin(), text.end(), [](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return byte >= 0x20 && byte < 0x7f && c != '"' && c != '\\';
    });
    if (!as_it_is) {
      m_text += plain(Json(text));
      return;
    }
    m_text += '"';
    m_text += text;
    m_text += '"';
  }

  template <typename Number>
  void number(Number value)
  {
    std::array<char, std::numeric_limits<Number>::digits10 + 3> digits{};
    m_text.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
  }

  std::string plain(const Json& value) const
  {
    return value.dump(m_indent, ' ', m_ascii, Json::error_handler_t::replace);
  }

  void begin_item(bool first, std::size_t level)
  {
    m_text += first ? "" : ",";
    begin_line(level);
  }

  void end_items(char bracket, bool none, std::size_t level)
  {
    if (!none) {
      begin_line(level);
    }
    m_text += bracket;
  }

  void begin_line(std::size_t level)
  {
    if (m_indent >= 0) {
      m_text += '\n';
      m_text.append(level * static_cast<std::size_t>(m_indent), ' ');
    }
  }

  int m_indent;
  bool m_ascii;
  std::string m_text;
};

template <typename Json>
std::string written(const Json& value, int indent, bool ascii)
{
  Writer<Json> writer(indent, ascii);
  writer.write(value, 0);
  return writer.take();
}

// Builds the value; the text of numbers is known here only.
class Reader : public nlohmann::json_sax<nlohmann::json>
{
public:
  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  // A zero that has a sign is the one number without a sign of its own in what the library reads.
  bool number_integer(number_integer_t value) override
  {
    return put(value == 0 ? kept_number("-0") : nlohmann::json(value));
  }
  bool number_unsigned(number_unsigned_t value) override { return put(value); }
  bool number_float(number_float_t, const string_t& text) override { return put(number_from_text(text)); }
  bool string(string_t& value) override { return put(std::move(value)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(nlohmann::json::object()); }
  bool start_array(std::size_t) override { return open(nlohmann::json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& value) override
  {
    m_keys.back() = std::move(value);
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& error) override
  {
    if (const auto* const syntax = dynamic_cast<const nlohmann::json::parse_error*>(&error)) {
      throw *syntax;
    }
    throw dynamic_cast<const nlohmann::json::out_of_range&>(error);
  }

  nlohmann::json take() { return std::move(m_root); }

private:
  nlohmann::json* place(nlohmann::json&& value)
  {
    if (m_open.empty()) {
      m_root = std::move(value);
      return &m_root;
    }
    auto& around = *m_open.back();
    if (around.is_array()) {
      around.push_back(std::move(value));
      return &around.back();
    }
    return &(around[m_keys.back()] = std::move(value));
  }

  bool put(nlohmann::json value)
  {
    place(std::move(value));
    return true;
  }

  bool open(nlohmann::json value)
  {
    m_open.push_back(place(std::move(value)));
    m_keys.emplace_back();
    return true;
  }

  bool close()
  {
    m_open.pop_back();
    m_keys.pop_back();
    return true;
  }

  nlohmann::json m_root;
  std::vector<nlohmann::json*> m_open; // only the last one grows, so the others stay where they are
  std::vector<std::string> m_keys;
};

} // namespace

nlohmann::json number_from_text(const std::string& text)
{
  auto value = read_number(text);
  return value.dump() == text ? value : kept_number(text);
}

bool is_kept_number(const nlohmann::json& value)
{
  return is_kept(value);
}

bool is_any_number(const nlohmann::json& value)
{
  return value.is_number() || is_kept(value);
}

std::string_view kept_text(const nlohmann::json& value)
{
  return text_of(value);
}

nlohmann::json plain_numbers(nlohmann::json value)
{
  if (is_kept(value)) {
    return read_number(text_of(value));
  }
  if (holds_kept(value)) {
    for (auto& item : value) {
      item = plain_numbers(std::move(item));
    }
  }
  return value;
}

std::string write_json(const nlohmann::json& value, int indent, bool ascii)
{
  return written(value, indent, ascii);
}

std::string write_json(const nlohmann::ordered_json& value, int indent, bool ascii)
{
  return written(value, indent, ascii);
}

nlohmann::json read_json_with_numbers(std::string_view text)
{
  Reader reader;
  nlohmann::json::sax_parse(text, &reader);
  return reader.take();
}

} // namespace flowsync
