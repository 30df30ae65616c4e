#include "base/value_forms.hpp"

#include "base/base64.hpp"
#include "base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace flowsync {

namespace {

constexpr std::size_t k_shortest_line = 16;

std::string in_json(std::string_view text, bool ascii)
{
  const auto quoted = nlohmann::json(std::string(text)).dump(-1, ' ', ascii, nlohmann::json::error_handler_t::replace);
  return quoted.substr(1, quoted.size() - 2);
}

std::string in_url(std::string_view text, std::string_view left_alone, bool upper)
{
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    result += plain || left_alone.find(c) != std::string_view::npos ? std::string(1, c)
              : upper                                               ? fmt::format("%{:02X}", byte)
                                                                    : fmt::format("%{:02x}", byte);
  }
  return result;
}

std::string in_html(std::string_view text)
{
  std::string result;
  for (const char c : text) {
    result += c == '&'    ? "&amp;"
              : c == '<'  ? "&lt;"
              : c == '>'  ? "&gt;"
              : c == '"'  ? "&quot;"
              : c == '\'' ? "&#39;"
                          : std::string(1, c);
  }
  return result;
}

// What base64 of any text makes of `value` inside it, `before` bytes behind a multiple of three: the digits that
// nothing around it has a part in.
std::string inside_base64(std::string_view value, std::size_t before)
{
  auto digits = encode_base64(std::string(before, ' ') + std::string(value));
  const auto whole_bits = (before + value.size()) * 8;
  digits.resize(whole_bits / 6);
  return digits.substr((before * 8 + 5) / 6);
}

void add_one_line(std::string_view value, std::vector<std::string>& forms)
{
  forms.emplace_back(value);
  for (const bool ascii : {false, true}) {
    const auto once = in_json(value, ascii);
    forms.push_back(once);
    forms.push_back(in_json(once, ascii));
  }
  forms.push_back(in_html(value));
}

} // namespace

std::vector<std::string> forms_of(std::string_view value)
{
  std::vector<std::string> forms;
  add_one_line(value, forms);
  for (const bool upper : {true, false}) {
    forms.push_back(in_url(value, "-._~", upper));
    forms.push_back(in_url(value, "-._~!$&'()*+,;=:@/?", upper));
    auto form = in_url(value, "-._* ", upper);
    std::replace(form.begin(), form.end(), ' ', '+');
    forms.push_back(std::move(form));
  }
  const auto first_encoded = forms.size();
  forms.push_back(encode_base64(value));
  for (const std::size_t before : {0U, 1U, 2U}) {
    forms.push_back(inside_base64(value, before));
  }
  for (auto i = first_encoded, end = forms.size(); i < end; ++i) {
    auto for_urls = forms[i];
    std::replace(for_urls.begin(), for_urls.end(), '+', '-');
    std::replace(for_urls.begin(), for_urls.end(), '/', '_');
    forms.push_back(std::move(for_urls));
  }
  if (value.find('\n') != std::string_view::npos) {
    for (const auto line : split(value, '\n')) {
      if (const auto text = trim(line); text.size() >= k_shortest_line) {
        add_one_line(text, forms);
      }
    }
  }
  std::sort(forms.begin(), forms.end());
  forms.erase(std::unique(forms.begin(), forms.end()), forms.end());
  return forms;
}

} // namespace flowsync
