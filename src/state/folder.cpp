#include "state/folder.hpp"

#include "base/atomic_file.hpp"
#include "base/fatal.hpp"
#include "base/own_file.hpp"
#include "state/journal.hpp"
#include "state/state_file.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace flowsync::state {

std::filesystem::path state_folder(const std::filesystem::path& root, std::string_view environment)
{
  return root / k_own_folder / "state" / environment;
}

Result<Loaded, Problem> load_folder(const Folder& folder)
{
  try {
    // The journal first: should the state file be replaced meanwhile, the new one holds all that was just read. The
    // journal is never emptied in place, so what was opened stays whole.
    const auto journal = read_file(folder.journal()).value_or("");
    Loaded loaded;
    if (const auto text = read_file(folder.state_file())) {
      auto data = parse_state_file(*text, folder.state_file().string());
      if (!data) {
        return data.error();
      }
      loaded.data = std::move(data).value();
      loaded.state_file_bytes = text->size();
    }
    auto replay = replay_journal(journal, folder.journal().string(), loaded.data);
    if (replay.problem) {
      return *std::move(replay.problem);
    }
    loaded.journal_bytes = replay.good_bytes;
    loaded.journal_torn = replay.torn;
    loaded.replayed = replay.applied;
    return loaded;
  } catch (const Fatal& fatal) {
    return Problem{Problem::Kind::unreadable, fatal.what(), fatal.hint()};
  }
}

void sync_folder(const std::filesystem::path& folder)
{
  sync_own_folder(folder);
}

void create_durably(const std::filesystem::path& folder)
{
  create_own_folder(folder);
}

std::optional<std::string> why_not_writable(const Folder& folder)
{
  namespace fs = std::filesystem;
  std::error_code error;
  auto nearest = fs::absolute(folder.path, error);
  while (fs::status(nearest, error).type() == fs::file_type::not_found && nearest != nearest.parent_path()) {
    nearest = nearest.parent_path();
  }
  if (!fs::is_directory(nearest, error)) {
    return fmt::format("{} is not a folder", nearest.string());
  }
  std::vector<fs::path> touched{nearest};
  for (const auto& file : {folder.journal(), folder.lock()}) { // written in place; the state file is replaced
    if (fs::exists(file, error)) {
      touched.push_back(file);
    }
  }
  for (const auto& path : touched) {
    if (::access(path.c_str(), path == nearest ? W_OK | X_OK : W_OK) != 0) {
      return fmt::format("{}: {}", path.string(), std::strerror(errno));
    }
  }
  const auto space = fs::space(nearest, error);
  return !error && space.available == 0 ? std::optional(fmt::format("{}: no space left", nearest.string()))
                                        : std::nullopt;
}

} // namespace flowsync::state
