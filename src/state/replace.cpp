#include "state/replace.hpp"

#include "base/atomic_file.hpp"
#include "base/digest.hpp"
#include "base/fatal.hpp"
#include "base/timestamp.hpp"
#include "state/journal_file.hpp"
#include "state/lineage.hpp"
#include "state/lock.hpp"
#include "state/state_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace flowsync::state {

namespace {

namespace fs = std::filesystem;

// "20261122T094117Z".
std::string stamp(WallTime now)
{
  auto text = format_timestamp(now);
  text.erase(std::min(text.find('.'), text.size()));
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text + "Z";
}

// A second name for a file, or a copy where the file system knows no such thing. Never replaces a file.
fs::path keep(const fs::path& file, const std::string& when)
{
  fs::path kept = file.string() + "." + when;
  std::error_code error;
  for (int number = 2; fs::exists(kept, error); ++number) {
    kept = fmt::format("{}.{}-{}", file.string(), when, number);
  }
  fs::create_hard_link(file, kept, error);
  if (error) {
    error.clear();
    fs::copy_file(file, kept, error);
  }
  if (error) {
    throw Fatal(fmt::format("cannot keep {} as {}: {}", file.string(), kept.string(), error.message()), ExitCode::error,
                "nothing was changed");
  }
  return kept;
}

} // namespace

std::vector<fs::path> replace_state(const Folder& folder, const Lock& /*lock*/, StateData data, WallTime now)
{
  std::vector<fs::path> kept;
  const auto when = stamp(now);
  for (const auto& file : {folder.state_file(), folder.journal()}) {
    std::error_code ignored;
    if (fs::is_regular_file(file, ignored) && fs::file_size(file, ignored) > 0) {
      kept.push_back(keep(file, when));
    }
  }
  sync_folder(folder.path);
  data.lineage = new_lineage();
  data.serial = 1;
  write_file_atomically(folder.state_file(), state_file_text(data));
  std::error_code ignored;
  JournalFile(folder.journal(), fs::is_regular_file(folder.journal(), ignored) ? fs::file_size(folder.journal()) : 0)
      .start_anew();
  return kept;
}

} // namespace flowsync::state
