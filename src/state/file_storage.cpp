#include "state/file_storage.hpp"

#include "base/atomic_file.hpp"
#include "base/digest.hpp"
#include "base/fatal.hpp"
#include "state/folder.hpp"
#include "state/journal_file.hpp"
#include "state/lock.hpp"
#include "state/state_file.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::state {

namespace {

namespace fs = std::filesystem;

class FileStorage final : public Storage
{
public:
  explicit FileStorage(fs::path folder) : m_folder{std::move(folder)} {}

  std::string place() const override { return m_folder.path.string(); }

  Result<Stored, Problem> load(const std::vector<std::string>& files) override
  {
    auto text = state_text();
    if (!text) {
      return text.error();
    }
    Stored stored;
    if (text->empty()) {
      return stored;
    }
    stored.version = sha256_hex(*text);
    try {
      for (const auto& file : files) {
        auto content = file == k_state_file ? std::move(*text) : read_file(m_folder.path / file);
        if (content) {
          stored.files.emplace(file, *std::move(content));
        }
      }
    } catch (const Fatal& fatal) {
      return Problem{Problem::Kind::unreadable, fatal.what(), fatal.hint()};
    }
    return stored;
  }

  Result<std::vector<std::string>, Problem> list(const std::string& folder) override
  {
    std::vector<std::string> paths;
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(m_folder.path / folder, error)) {
      if (entry.is_regular_file(error)) {
        paths.push_back(entry.path().lexically_relative(m_folder.path).generic_string());
      }
    }
    std::sort(paths.begin(), paths.end());
    return paths;
  }

  Result<std::map<std::string, std::string>, Problem> more(const std::vector<std::string>& files) override
  {
    auto stored = load(files);
    return stored ? Result<std::map<std::string, std::string>, Problem>(std::move(stored->files)) : stored.error();
  }

  Result<std::string, Problem> save(const Changes& changes, const std::string& expected,
                                    const SaveNote& /*note*/) override
  {
    auto before = state_text();
    if (!before) {
      return before.error();
    }
    if ((before->empty() ? "" : sha256_hex(*before)) != expected) {
      return Problem{Problem::Kind::moved, fmt::format("the state in {} was changed meanwhile", place()), ""};
    }
    try {
      create_durably(m_folder.path);
      for (const auto& [path, text] : changes) {
        change(path, text);
      }
      auto after = state_text();
      return after ? Result<std::string, Problem>(after->empty() ? std::string() : sha256_hex(*after)) : after.error();
    } catch (const std::exception& error) {
      return Problem{Problem::Kind::unreadable, error.what(), "free some disk space and run the command again"};
    }
  }

  Result<std::optional<HeldLock>, Problem> holder() override
  {
    try {
      const auto holder = holder_of(m_folder.lock());
      return holder ? std::optional(HeldLock{*holder, holder->id}) : std::nullopt;
    } catch (const Fatal& fatal) {
      return Problem{Problem::Kind::unreadable, fatal.what(), fatal.hint()};
    }
  }

  Result<std::string, Problem> lock(const Holder& holder, const std::string& expected) override
  {
    if (m_lock && expected == m_token) {
      return m_token; // the system's lock needs no renewal
    }
    try {
      create_durably(m_folder.path);
      SystemClock clock;
      auto taken = Lock::take(m_folder.lock(), holder, clock, Duration{0}, {});
      if (!taken) {
        return taken.error();
      }
      m_lock = std::move(taken).value();
      m_token = holder.id;
      return m_token;
    } catch (const Fatal& fatal) {
      return Problem{Problem::Kind::unreadable, fatal.what(), fatal.hint()};
    }
  }

  std::optional<Problem> unlock(const std::string& token) override
  {
    if (m_lock && token == m_token) {
      m_lock.reset();
      return std::nullopt;
    }
    return Problem{Problem::Kind::locked, fmt::format("the lock of {} is the operating system's", place()),
                   "it ends with the process that holds it; wait for it, or end it"};
  }

private:
  // What state.json would hold if the journal were brought into it; "" when there is no state.
  Result<std::string, Problem> state_text() const
  {
    const auto loaded = load_folder(m_folder);
    if (!loaded) {
      return loaded.error();
    }
    return loaded->data.lineage.empty() ? std::string() : state_file_text(loaded->data);
  }

  void change(const std::string& path, const std::optional<std::string>& text) const
  {
    if (!text) {
      std::error_code ignored;
      fs::remove(m_folder.path / path, ignored);
      return;
    }
    write_file_atomically(m_folder.path / path, *text);
    if (path == k_state_file) {
      std::error_code ignored;
      const auto size = fs::file_size(m_folder.journal(), ignored);
      JournalFile(m_folder.journal(), ignored ? 0 : size).start_anew();
    }
  }

  Folder m_folder;
  std::optional<Lock> m_lock;
  std::string m_token;
};

} // namespace

std::unique_ptr<Storage> file_storage(fs::path folder)
{
  return std::make_unique<FileStorage>(std::move(folder));
}

} // namespace flowsync::state
