#include "view/visible_text.hpp"

#include "base/log_commands.hpp"
#include "base/withheld.hpp"
#include "view/characters.hpp"

#include <fmt/format.h>

#include <utf8proc.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <memory>
#include <vector>

namespace flowsync::view {

namespace {

constexpr std::string_view k_tab = "⇥"; // escaped where a text itself holds it
constexpr std::string_view k_tab_shown = "⇥   ";

bool is_plain(std::string_view text)
{
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

// Whether the character looks like nothing or like a blank.
bool is_unseen(std::string_view character)
{
  constexpr utf8proc_int32_t k_blank_braille = 0x2800;
  const auto code = static_cast<utf8proc_int32_t>(code_of(character));
  switch (utf8proc_category(code)) {
  case UTF8PROC_CATEGORY_ZS:
    return code != ' ';
  case UTF8PROC_CATEGORY_CC:
  case UTF8PROC_CATEGORY_CF:
  case UTF8PROC_CATEGORY_CS:
  case UTF8PROC_CATEGORY_CO:
  case UTF8PROC_CATEGORY_CN:
  case UTF8PROC_CATEGORY_ZL:
  case UTF8PROC_CATEGORY_ZP:
    return true;
  default:
    return utf8proc_get_property(code)->ignorable || code == k_blank_braille;
  }
}

bool is_mark(std::string_view character)
{
  const auto code = static_cast<utf8proc_int32_t>(code_of(character));
  const auto category = utf8proc_category(code);
  const bool part_of_syllable = code >= 0x1160 && code <= 0x11FF; // Hangul vowels and final consonants
  return part_of_syllable || category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
         category == UTF8PROC_CATEGORY_ME;
}

// Whether the text is written as Unicode would compose it (NFC): of all texts that look the same, one is.
bool is_composed(std::string_view text)
{
  utf8proc_uint8_t* composed = nullptr;
  const auto length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                   &composed, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(composed, &std::free);
  return length >= 0 &&
         text == std::string_view(reinterpret_cast<const char*>(composed), static_cast<std::size_t>(length));
}

std::string escape(std::string_view character)
{
  constexpr unsigned k_stray = 0xDC00; // no character of a text has such a number
  const auto code = is_stray(character) ? k_stray + static_cast<unsigned char>(character[0]) : code_of(character);
  return code > 0xFFFF ? fmt::format("\\U{:08x}", code) : fmt::format("\\u{:04x}", code);
}

// Marks that each character is to be escaped because it looks like something else, alone or with its neighbours.
std::vector<bool> looking_alike(const std::vector<std::string_view>& all)
{
  std::vector<bool> result(all.size(), false);
  for (std::size_t i = 0; i < all.size();) {
    auto end = i + 1;
    while (end < all.size() && all[end].size() > 1 && is_mark(all[end])) {
      ++end;
    }
    const auto has_base = !is_mark(all[i]) && !is_unseen(all[i]) && all[i] != " " && !is_stray(all[i]);
    const std::string_view sign(all[i].data(),
                                static_cast<std::size_t>(all[end - 1].data() - all[i].data()) + all[end - 1].size());
    if (sign.size() > 1 && !is_stray(all[i]) && !(has_base && is_composed(sign))) {
      std::fill(result.begin() + static_cast<std::ptrdiff_t>(i), result.begin() + static_cast<std::ptrdiff_t>(end),
                true);
      result[i] = all[i].size() > 1;
    }
    i = end;
  }
  return result;
}

// The characters of a text, each as `escaped` or `plain` makes it.
template <typename Plain>
std::string shown_by(std::string_view text, const Plain& plain)
{
  const auto all = characters(text);
  const auto alike = looking_alike(all);
  std::string shown;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool command = completes_command(shown, all[i][0]);
    plain(shown, all[i], command || alike[i] || is_stray(all[i]) || is_unseen(all[i]));
  }
  return shown;
}

// What JSON writes for a character of its own.
std::string_view json_escape(char c)
{
  switch (c) {
  case '"':
    return "\\\"";
  case '\\':
    return "\\\\";
  case '\b':
    return "\\b";
  case '\f':
    return "\\f";
  case '\n':
    return "\\n";
  case '\r':
    return "\\r";
  case '\t':
    return "\\t";
  default:
    return {};
  }
}

// Whether a backslash before this would be read as an escape of ours.
bool continues_escape(std::string_view rest)
{
  const std::size_t digits = rest.starts_with('u') ? 4 : rest.starts_with('U') ? 8 : 0;
  return digits > 0 && rest.size() > digits &&
         std::all_of(rest.begin() + 1, rest.begin() + 1 + static_cast<std::ptrdiff_t>(digits),
                     [](unsigned char c) { return std::isxdigit(c) != 0; });
}

void double_backslashes(std::string& shown)
{
  const auto last = shown.find_last_not_of('\\');
  shown += std::string(shown.size() - (last == std::string::npos ? 0 : last + 1), '\\');
}

} // namespace

std::string quoted_text(std::string_view raw)
{
  const auto text = withheld().conceal(raw);
  if (is_plain(text) && text.find_first_of("\"\\[") == std::string::npos) {
    return "\"" + text + "\"";
  }
  return "\"" +
         shown_by(text,
                  [](std::string& shown, std::string_view character, bool escaped) {
                    const auto known = json_escape(character[0]);
                    shown += !known.empty() ? std::string(known) : escaped ? escape(character) : std::string(character);
                  }) +
         "\"";
}

std::string visible_line(std::string_view raw)
{
  const auto line = withheld().conceal(raw);
  if (is_plain(line) && !line.ends_with(' ') && line.find('\\') == std::string::npos &&
      line.find('[') == std::string::npos) {
    return line;
  }
  const std::string_view text = line;
  return shown_by(text, [&](std::string& shown, std::string_view character, bool escaped) {
    const auto at = static_cast<std::size_t>(character.data() - text.data());
    const bool last_blank = character == " " && at + 1 == text.size();
    if (character == "\t") {
      shown += k_tab_shown;
    } else if (escaped || last_blank || character == k_tab) {
      double_backslashes(shown);
      shown += escape(character);
    } else {
      if (continues_escape(text.substr(at))) {
        double_backslashes(shown);
      }
      shown += character;
    }
  });
}

bool shows_itself(std::string_view text)
{
  return quoted_text(text).size() == text.size() + 2;
}

} // namespace flowsync::view
