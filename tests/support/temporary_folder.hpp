#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

namespace flowsync::testing {

// A folder of its own, below the system's folder for temporary files if nothing else is said, removed at the end.
class TemporaryFolder
{
public:
  explicit TemporaryFolder(const std::filesystem::path& parent = std::filesystem::temp_directory_path())
      : m_path(std::filesystem::canonical(parent) /
               ("flowsync-test-" + std::to_string(std::random_device{}()) + std::to_string(std::random_device{}())))
  {
    std::filesystem::create_directories(m_path);
  }
  ~TemporaryFolder()
  {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& folder() const { return m_path; }

  void write(const std::string& path, const std::string& text) const
  {
    std::filesystem::create_directories((m_path / path).parent_path());
    std::ofstream(m_path / path, std::ios::binary) << text;
  }

  std::string read(const std::string& path) const
  {
    std::ifstream file(m_path / path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

private:
  std::filesystem::path m_path;
};

} // namespace flowsync::testing
