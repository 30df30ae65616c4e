#include "usecase/project/file_set.hpp"

#include "base/atomic_file.hpp"
#include "base/fatal.hpp"
#include "base/printable.hpp"
#include "usecase/project/withheld_check.hpp"

#include <fmt/format.h>

#include <optional>
#include <system_error>

namespace flowsync::usecase {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& path, const std::string& why, const std::string& hint)
{
  throw Fatal(fmt::format("{} {}; nothing was written", printable(path), why), ExitCode::error, hint);
}

// Where the file really lies, with symbolic links followed.
fs::path real_place(const fs::path& root, const ProjectFile& file)
{
  std::error_code error;
  const auto wanted = root / file.path;
  if (file.is_new && fs::symlink_status(wanted, error).type() != fs::file_type::not_found) {
    refuse(file.path, "exists already and is not overwritten", "move it away, then give the command again");
  }
  const auto real = fs::weakly_canonical(wanted, error);
  const auto inside = error ? fs::path() : real.lexically_relative(fs::weakly_canonical(root, error));
  if (error || inside.empty() || *inside.begin() == "..") {
    refuse(file.path, "does not lie inside the project", "symbolic links are followed before this is checked");
  }
  return real;
}

void remove_file(const fs::path& path)
{
  std::error_code error;
  fs::remove(path, error);
  if (error) {
    throw Fatal(fmt::format("{} cannot be removed: {}", path.string(), error.message()));
  }
}

struct Written
{
  fs::path path;
  std::optional<std::string> before;
};

void put_back(const std::vector<Written>& written)
{
  for (auto last = written.rbegin(); last != written.rend(); ++last) {
    std::error_code ignored; // the first failure is the one that is told
    if (!last->before) {
      fs::remove(last->path, ignored);
      continue;
    }
    try {
      write_file_atomically(last->path, *last->before);
    } catch (const Fatal&) {
      continue;
    }
  }
}

} // namespace

void write_files(const fs::path& root, const std::vector<ProjectFile>& files)
{
  std::vector<fs::path> places;
  for (const auto& file : files) {
    places.push_back(real_place(root, file));
    if (!file.gone) {
      refuse_withheld(file.path, file.text, file.is_new ? std::nullopt : read_file(places.back()));
    }
  }
  std::vector<Written> written;
  try {
    for (std::size_t i = 0; i < files.size(); ++i) {
      auto before = files[i].is_new ? std::nullopt : read_file(places[i]);
      if (files[i].gone) {
        remove_file(root / files[i].path);
      } else {
        write_file_atomically(places[i], files[i].text);
      }
      written.push_back({places[i], std::move(before)});
    }
  } catch (const Fatal&) {
    put_back(written);
    throw;
  }
}

} // namespace flowsync::usecase
