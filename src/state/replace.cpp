#include "state/replace.hpp"

#include "base/atomic_file.hpp"
#include "base/digest.hpp"
#include "base/fatal.hpp"
#include "base/timestamp.hpp"
#include "state/file_storage.hpp"
#include "state/journal_file.hpp"
#include "state/lineage.hpp"
#include "state/lock_wait.hpp"
#include "state/state_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
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
    if (fs::symlink_status(file, ignored).type() == fs::file_type::regular && fs::file_size(file, ignored) > 0) {
      kept.push_back(keep(file, when));
    }
  }
  sync_folder(folder.path);
  data.lineage = new_lineage();
  write_file_atomically(folder.state_file(), state_file_text(data));
  std::error_code ignored;
  JournalFile(folder.journal(), fs::is_regular_file(folder.journal(), ignored) ? fs::file_size(folder.journal()) : 0)
      .start_anew();
  return kept;
}

Result<std::unique_ptr<Replacement>, Problem> Replacement::open(const Place& place, const Holder& holder, Clock& clock,
                                                                Duration timeout, std::stop_token stop)
{
  std::unique_ptr<Replacement> made(new Replacement(place, clock));
  made->m_holder = holder;
  const Folder folder{place.folder()};
  try {
    create_durably(folder.path);
    auto local = Lock::take(folder.lock(), holder, clock, timeout, stop);
    if (!local) {
      return local.error();
    }
    made->m_local = std::move(local).value();
  } catch (const Fatal& fatal) {
    return Problem{Problem::Kind::unreadable, fatal.what(), fatal.hint()};
  }
  if (!place.shared()) {
    auto loaded = load_folder(folder);
    made->m_old = loaded ? Result<StateData, Problem>(std::move(loaded->data)) : loaded.error();
    return made;
  }
  auto storage = open_storage(place);
  if (!storage) {
    return storage.error();
  }
  made->m_storage = std::move(storage).value();
  auto token = wait_for_lock(*made->m_storage, holder, clock, {timeout}, stop);
  if (!token) {
    return token.error();
  }
  made->m_token = std::move(token).value();
  auto stored = made->m_storage->load({k_state_file, k_run_file});
  if (!stored) {
    return stored.error();
  }
  made->m_stored = std::move(stored).value();
  if (const auto file = made->m_stored.files.find(k_state_file); file != made->m_stored.files.end()) {
    made->m_old = parse_state_file(file->second, place.text());
  }
  return made;
}

Replacement::~Replacement()
{
  if (m_storage && !m_token.empty()) {
    static_cast<void>(m_storage->unlock(m_token)); // should it fail, the lock is taken over in time
  }
}

// History is named and sorted by serials, also that of a state which cannot be read any more.
std::uint64_t Replacement::highest_serial()
{
  auto highest = m_old ? m_old.value().serial : 0;
  const auto local = m_storage ? nullptr : file_storage(m_place.folder());
  const auto paths = (m_storage ? *m_storage : *local).list(k_history_folder);
  for (const auto& path : paths ? paths.value() : std::vector<std::string>()) {
    const auto name = fs::path(path).stem().string();
    std::uint64_t serial = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), serial).ec == std::errc{}) {
      highest = std::max(highest, serial);
    }
  }
  return highest;
}

Result<std::vector<std::string>, Problem> Replacement::replace(StateData data)
{
  data.project = m_place.project;
  data.environment = m_place.environment;
  data.serial = highest_serial() + 1;
  std::vector<std::string> kept;
  if (!m_storage) {
    for (const auto& file : replace_state({m_place.folder()}, *m_local, std::move(data), m_clock.now())) {
      kept.push_back(file.lexically_relative(m_place.root).generic_string());
    }
    return kept;
  }
  data.lineage = new_lineage();
  Changes changes{{k_state_file, state_file_text(data)}};
  if (const auto file = m_stored.files.find(k_state_file); file != m_stored.files.end()) {
    kept.push_back(fmt::format("{}.{}", k_state_file, stamp(m_clock.now())));
    changes.emplace(kept.back(), file->second);
  }
  const auto saved = m_storage->save(
      changes, m_stored.version,
      {m_holder.who, fmt::format("{} of {}", m_holder.what, m_place.environment), m_clock.now(), false});
  return saved ? Result<std::vector<std::string>, Problem>(std::move(kept)) : saved.error();
}

} // namespace flowsync::state
