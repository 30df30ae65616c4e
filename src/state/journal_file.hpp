#pragma once

#include "base/file_descriptor.hpp"

#include <cstddef>
#include <filesystem>
#include <string_view>

namespace flowsync::state {

// The journal as a file that grows at its end. One writer; readers may come at any time.
class JournalFile
{
public:
  // Opens the journal, creating it if needed, and cuts off what follows the first `good_bytes`. Throws Fatal.
  JournalFile(std::filesystem::path path, std::size_t good_bytes);

  enum class Outcome
  {
    done,
    refused,    // the system took it not or not whole; the file is as it was (errno tells why)
    unreliable, // what the file holds now is not known: write everything anew, elsewhere (errno tells why)
  };
  // Hands the lines to the system: they outlive this process, not a power cut.
  Outcome append(std::string_view lines);
  // Brings to the disk all that was appended.
  Outcome flush();

  // Puts an empty file in the place of this one, so that those who are reading the old one still can. The file is
  // reliable again. Throws Fatal.
  void start_anew();

  std::size_t bytes() const { return m_bytes; }

private:
  std::filesystem::path m_path;
  FileDescriptor m_file;
  std::size_t m_bytes = 0;
};

} // namespace flowsync::state
