#include "state/folder.hpp"

#include "base/atomic_file.hpp"
#include "base/fatal.hpp"
#include "base/file_descriptor.hpp"
#include "state/journal.hpp"
#include "state/state_file.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <unistd.h>

namespace flowsync::state {

std::filesystem::path state_folder(const std::filesystem::path& root, std::string_view environment)
{
  return root / ".flowsync" / "state" / environment;
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
  const FileDescriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.valid()) {
    ::fsync(handle.get());
  }
}

void create_durably(const std::filesystem::path& folder)
{
  std::error_code error;
  if (folder.empty() || std::filesystem::is_directory(folder, error)) {
    return;
  }
  create_durably(folder.parent_path());
  std::filesystem::create_directory(folder, error);
  if (error) {
    throw Fatal(fmt::format("cannot create the folder {}: {}", folder.string(), error.message()));
  }
  sync_folder(folder.has_parent_path() ? folder.parent_path() : ".");
}

} // namespace flowsync::state
