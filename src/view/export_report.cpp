#include "view/export_report.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t k_most_files = 20; // that are named one by one

} // namespace

std::string export_text(const exporter::Exported& exported, const std::string& environment, const Paint& paint)
{
  std::string text;
  std::size_t named = 0;
  for (const auto& file : exported.files) {
    if (++named <= k_most_files) {
      text +=
          fmt::format("{} {}\n", file.is_new ? paint.green("Wrote") : paint.yellow("Changed"), printable(file.path));
    }
  }
  if (named > k_most_files) {
    text += fmt::format("... and {}\n", count_of(named - k_most_files, "more file"));
  }
  if (exported.files.empty()) {
    text += exported.flows.empty() ? "Nothing to export.\n" : "Everything is exported already; nothing was written.\n";
  } else {
    text += fmt::format("{}, {} and {} in environment {}.\n", count_of(exported.flows.size(), "flow"),
                        count_of(exported.adopted.size(), "new adoption"),
                        count_of(exported.aliases.size(), "new credential"), environment);
  }
  for (const auto& name : exported.secrets) {
    text += fmt::format("Give the secret `{}` its value: see `secrets:` of environment {}.\n", name, environment);
  }
  if (!exported.files.empty()) {
    text += fmt::format("Next: flowsync plan -e {}\n", environment);
  }
  return text;
}

ordered_json export_json(const exporter::Exported& exported)
{
  ordered_json document;
  document["flows"] = exported.flows;
  document["written"] = ordered_json::array();
  for (const auto& file : exported.files) {
    document["written"].push_back({{"path", file.path}, {"new", file.is_new}});
  }
  document["adopted"] = ordered_json::object();
  for (const auto& [address, id] : exported.adopted) {
    document["adopted"][address.text()] = id;
  }
  document["credentials"] = exported.aliases;
  document["secrets"] = exported.secrets;
  document["notes"] = ordered_json::array();
  for (const auto& note : exported.notes) {
    document["notes"].push_back(
        {{"code", note.code.text()}, {"message", note.text}, {"hint", note.hint}, {"missing", note.missing}});
  }
  document["complete"] =
      std::none_of(exported.notes.begin(), exported.notes.end(), [](const auto& note) { return note.missing; });
  return document;
}

Diagnostics export_warnings(const exporter::Exported& exported)
{
  Diagnostics warnings;
  for (const auto& note : exported.notes) {
    warnings.warning(note.code, printable(note.text), {}, note.hint);
  }
  return warnings;
}

} // namespace flowsync::view
