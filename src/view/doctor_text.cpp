#include "view/doctor_text.hpp"

#include "base/printable.hpp"
#include "base/version.hpp"
#include "model/habits.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

std::string_view word_of(Check::Verdict verdict)
{
  return verdict == Check::Verdict::good ? "ok" : verdict == Check::Verdict::note ? "note" : "stop";
}

std::string painted_word(Check::Verdict verdict, const Paint& paint)
{
  const auto word = fmt::format("{:<5}", word_of(verdict));
  return verdict == Check::Verdict::good   ? paint.green(word)
         : verdict == Check::Verdict::note ? paint.yellow(word)
                                           : paint.bold_red(word);
}

std::size_t stops(const Checkup& checkup)
{
  return static_cast<std::size_t>(std::count_if(checkup.checks.begin(), checkup.checks.end(), [](const Check& check) {
    return check.verdict == Check::Verdict::stop;
  }));
}

} // namespace

std::string checkup_text(const Checkup& checkup, const Paint& paint)
{
  std::string text = fmt::format("Environment {}\n\n", paint.bold(printable(checkup.environment)));
  for (const auto& check : checkup.checks) {
    text += fmt::format("  {} {:<9} {}\n", painted_word(check.verdict, paint), check.subject, printable(check.text));
    if (!check.hint.empty()) {
      text += fmt::format("        {:<9} {}\n", "", paint.dim(printable(check.hint)));
    }
  }
  text += checkup.habits.empty() ? "\nNothing is known yet of what this server does in its own way.\n"
                                 : "\nWhat this server was seen to do:\n";
  for (const auto& habit : checkup.habits) {
    const auto meaning = describe_habit(habit);
    text += fmt::format("  - {}\n", meaning.empty() ? printable(habit) : std::string(meaning));
  }
  const auto count = stops(checkup);
  text += count == 0
              ? "\nNothing would stop an apply.\n"
              : fmt::format("\n{} would stop an apply.\n", count == 1 ? "1 thing" : fmt::format("{} things", count));
  return text;
}

nlohmann::ordered_json checkup_json(const Checkup& checkup)
{
  nlohmann::ordered_json document;
  document["format_version"] = "1.0";
  document["flowsync_version"] = program_version();
  document["environment"] = checkup.environment;
  document["healthy"] = stops(checkup) == 0;
  document["checks"] = nlohmann::ordered_json::array();
  for (const auto& check : checkup.checks) {
    document["checks"].push_back(
        {{"subject", check.subject}, {"verdict", word_of(check.verdict)}, {"text", check.text}, {"hint", check.hint}});
  }
  document["habits"] = nlohmann::ordered_json::array();
  for (const auto& habit : checkup.habits) {
    document["habits"].push_back({{"name", habit}, {"text", describe_habit(habit)}});
  }
  return document;
}

} // namespace flowsync::view
