#include "fuzz/harmless.hpp"

#include "base/text.hpp"
#include "fuzz/property.hpp"
#include "view/diagnostics_github.hpp"
#include "view/diagnostics_json.hpp"
#include "view/diagnostics_sarif.hpp"
#include "view/diagnostics_text.hpp"
#include "view/json_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace flowsync::fuzz {

namespace {

// General categories Cc, Zl and Zp, the property Bidi_Control, and the default ignorable characters that look like
// nothing at all (Unicode 15, PropList.txt and DerivedCoreProperties.txt).
constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 11> k_harmful{{{0x00, 0x1F},
                                                                             {0x7F, 0x9F},
                                                                             {0xAD, 0xAD},
                                                                             {0x61C, 0x61C},
                                                                             {0x180E, 0x180E},
                                                                             {0x200B, 0x200F},
                                                                             {0x2028, 0x202E},
                                                                             {0x2060, 0x206F},
                                                                             {0xFEFF, 0xFEFF},
                                                                             {0xFFF9, 0xFFFB},
                                                                             {0xE0000, 0xE0FFF}}};

// The code point at `at`, which is moved behind it; nothing but 0xFFFFFFFF for what is not UTF-8.
std::uint32_t next_code_point(std::string_view text, std::size_t& at)
{
  constexpr std::uint32_t k_invalid = 0xFFFFFFFF;
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const auto lead = byte(at++);
  if (lead < 0x80) {
    return lead;
  }
  const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  if (lead < 0xC2 || lead > 0xF4 || at + more > text.size()) {
    return k_invalid;
  }
  auto code = lead & (0x3FU >> more);
  for (std::size_t i = 0; i < more; ++i) {
    if ((byte(at) & 0xC0U) != 0x80) {
      return k_invalid;
    }
    code = code << 6U | (byte(at++) & 0x3FU);
  }
  const bool overlong = (more == 2 && code < 0x800) || (more == 3 && code < 0x10000);
  return overlong || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF) ? k_invalid : code;
}

} // namespace

bool is_harmless(std::string_view text, bool line_breaks, bool breaks_mentions)
{
  std::uint32_t before = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto code = next_code_point(text, at);
    if (code < 0x20 || code >= 0x7F) {
      const bool allowed = (line_breaks && code == '\n') || (breaks_mentions && code == 0x200B && before == '@');
      const bool harmful = std::any_of(k_harmful.begin(), k_harmful.end(),
                                       [&](const auto& range) { return code >= range.first && code <= range.second; });
      if (code > 0x10FFFF || (harmful && !allowed)) {
        return false;
      }
    }
    before = code;
  }
  return true;
}

bool commands_nothing(std::string_view text)
{
  const auto lines = split(text, '\n');
  return std::none_of(lines.begin(), lines.end(), [](std::string_view line) {
    line = trim(line); // runners look behind blanks
    return line.starts_with("::") || line.starts_with("##[");
  });
}

void check_shown(const Diagnostics& diagnostics)
{
  auto text = view::diagnostics_text(diagnostics, view::Paint(false));
  std::replace(text.begin(), text.end(), '\t', ' '); // source lines keep their tabs, so that carets stand right
  must_hold(is_harmless(text, true), "problems shown as text are harmless");
  must_hold(commands_nothing(text), "problems shown as text command nothing");

  const auto github = view::diagnostics_github(diagnostics, "project/");
  must_hold(is_harmless(github, true), "problems shown to GitHub are harmless");
  must_hold(static_cast<std::size_t>(std::count(github.begin(), github.end(), '\n')) == diagnostics.items().size(),
            "each problem shown to GitHub is one line");
}

void check_published(const Diagnostics& diagnostics)
{
  const auto json = view::json_text(view::diagnostics_json(diagnostics));
  must_hold(nlohmann::json::parse(json).size() == diagnostics.items().size(), "problems shown as JSON are all there");
  must_hold(nlohmann::json::accept(view::diagnostics_sarif(diagnostics, "project/")), "SARIF is JSON");
}

} // namespace flowsync::fuzz
