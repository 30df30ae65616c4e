#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace flowsync::bench {

// A folder that goes with the object. On tmpfs, flushing to disk costs nothing.
class Folder
{
public:
  explicit Folder(const std::filesystem::path& parent)
  {
    std::string name = (parent / "flowsync-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
      throw std::runtime_error("no folder for the benchmark");
    }
    m_path = name;
  }
  ~Folder()
  {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::filesystem::path& path() const { return m_path; }

private:
  std::filesystem::path m_path;
};

} // namespace flowsync::bench
