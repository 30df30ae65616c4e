#pragma once

#include "base/diagnostic.hpp"
#include "base/interned.hpp"
#include "model/file_tree.hpp"

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace flowsync {

// A place in a loaded file: `file` is an index into SourceFiles, line and column count from 1 (column in characters).
// Line 0 means "nowhere".
struct Position
{
  std::uint32_t file = 0;
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  bool known() const { return line != 0; }
  bool operator==(const Position&) const = default;
};

// A place as people and JSON see it: where a value was written and which layer that file belongs to.
struct Origin
{
  Interned file; // relative to the project root
  int line = 0;
  int column = 0;
  Interned layer; // name of the environment folder: "base", "nonprod", "prod"

  bool known() const { return line != 0; }
  bool operator==(const Origin&) const = default;
};

// The git revision in a path of SourceFiles: "v1.4.0" of "v1.4.0:environments/base/orders.yaml"; "" for a file of the
// work tree, whose specs all lie in environments/.
std::string_view revision_of(std::string_view path);

// The texts that documents came from, kept so that messages can show the line. Adding is thread safe; entries live as
// long as the object and never move.
class SourceFiles
{
public:
  // Registers a file and the layer it belongs to; returns its index. The path is relative to the project root; of a
  // file from another `tree` than the work tree it is what git calls it: "v1.4.0:environments/base/orders.yaml".
  std::uint32_t add(const std::string& path, std::string text, const std::string& layer,
                    std::shared_ptr<const FileTree> tree = nullptr);

  // What files are read from that are added without a tree of their own.
  void set_work_tree(std::shared_ptr<const FileTree> tree);

  const std::string& path(std::uint32_t file) const;
  const std::string& text(std::uint32_t file) const;
  const std::string& layer(std::uint32_t file) const;
  // Where it was read from; nullptr when no tree was given.
  std::shared_ptr<const FileTree> tree(std::uint32_t file) const;

  // The place with its source line, ready for a Diagnostic. `length` is the number of characters to underline.
  Location locate(Position position, int length = 1) const;
  // The same for a key or value that stands there as it is.
  Location locate(Position position, std::string_view written) const;
  Origin origin(Position position) const;

private:
  struct File
  {
    Interned path;
    std::string text;
    Interned layer;
    std::shared_ptr<const FileTree> tree;
  };
  const File& at(std::uint32_t file) const;

  mutable std::mutex m_mutex;
  std::deque<File> m_files;
  std::shared_ptr<const FileTree> m_work_tree;
};

} // namespace flowsync
