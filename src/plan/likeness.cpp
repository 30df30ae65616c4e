#include "plan/likeness.hpp"

#include "base/text.hpp"
#include "model/number_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <string>
#include <string_view>

namespace flowsync::plan {

namespace {

using nlohmann::json;

// Letters that can be written with a combining mark after them, and as one character: what Unicode calls NFD and NFC,
// for Latin scripts.
struct Accent
{
  std::string_view mark;
  std::string_view letters;
  std::string_view composed; // of two bytes each
};

constexpr std::array k_accents{
    Accent{"\xcc\x80", "AEIOUaeiou", "ÀÈÌÒÙàèìòù"},
    Accent{"\xcc\x81", "AEIOUYaeiouyCcLlNnRrSsZz", "ÁÉÍÓÚÝáéíóúýĆćĹĺŃńŔŕŚśŹź"},
    Accent{"\xcc\x82", "AEIOUaeiouCcGgHhJjSsWwYy", "ÂÊÎÔÛâêîôûĈĉĜĝĤĥĴĵŜŝŴŵŶŷ"},
    Accent{"\xcc\x83", "ANOanoIiUu", "ÃÑÕãñõĨĩŨũ"},
    Accent{"\xcc\x84", "AaEeIiOoUu", "ĀāĒēĪīŌōŪū"},
    Accent{"\xcc\x86", "AaEeGgIiOoUu", "ĂăĔĕĞğĬĭŎŏŬŭ"},
    Accent{"\xcc\x87", "CcEeGgIZz", "ĊċĖėĠġİŻż"},
    Accent{"\xcc\x88", "AEIOUaeiouyY", "ÄËÏÖÜäëïöüÿŸ"},
    Accent{"\xcc\x8a", "AaUu", "ÅåŮů"},
    Accent{"\xcc\x8b", "OoUu", "ŐőŰű"},
    Accent{"\xcc\x8c", "CcDdEeLlNnRrSsTtZz", "ČčĎďĚěĽľŇňŘřŠšŤťŽž"},
    Accent{"\xcc\xa7", "CcGgKkLlNnRrSsTt", "ÇçĢģĶķĻļŅņŖŗŞşŢţ"},
    Accent{"\xcc\xa8", "AaEeIiUu", "ĄąĘęĮįŲų"},
};

std::string composed(std::string_view text)
{
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto* const accent = std::find_if(k_accents.begin(), k_accents.end(), [&](const Accent& known) {
      return text.substr(at + 1).starts_with(known.mark) && known.letters.find(text[at]) != std::string_view::npos;
    });
    if (accent == k_accents.end()) {
      result += text[at];
      continue;
    }
    result += accent->composed.substr(2 * accent->letters.find(text[at]), 2);
    at += accent->mark.size();
  }
  return result;
}

bool is_blank(const json& value)
{
  return value.is_null() || value == "" || (value.is_structured() && value.empty());
}

json normal(const json& value);

json normal_text(std::string_view given)
{
  auto text = composed(trim(given));
  if (text.starts_with('{') || text.starts_with('[')) {
    if (auto inner = json::parse(text, nullptr, false); !inner.is_discarded()) {
      return normal(inner);
    }
  }
  if (text == "true" || text == "false") {
    return text == "true";
  }
  char* end = nullptr;
  if (const auto number = std::strtod(text.c_str(), &end); end != text.c_str() && *end == 0 && std::isfinite(number)) {
    return number;
  }
  text.erase(text.find_last_not_of('/') + 1);
  return text;
}

json normal(const json& value)
{
  if (is_any_number(value)) {
    return plain_numbers(value).get<double>();
  }
  if (value.is_string()) {
    return normal_text(value.get_ref<const std::string&>());
  }
  if (value.is_array()) {
    auto list = json::array();
    for (const auto& item : value) {
      if (auto element = normal(item); !is_blank(element)) {
        list.push_back(std::move(element));
      }
    }
    std::sort(list.begin(), list.end());
    return list;
  }
  if (value.is_object()) {
    auto map = json::object();
    for (const auto& [key, item] : value.items()) {
      if (auto member = normal(item); !is_blank(member)) {
        map[key] = std::move(member);
      }
    }
    return map;
  }
  return value;
}

} // namespace

bool looks_like(const json& a, const json& b)
{
  return normal(a) == normal(b);
}

} // namespace flowsync::plan
