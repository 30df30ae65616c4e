// What git answers: objects (`cat-file --batch`), folders (`ls-tree --long`), and its complaints.

#include "fuzz/harmless.hpp"
#include "fuzz/property.hpp"
#include "git/ask.hpp"
#include "git/batch.hpp"
#include "git/tree_listing.hpp"

#include <fmt/format.h>

using namespace flowsync;
using namespace flowsync::git;
using fuzz::must_hold;

namespace {

void check_objects(std::string_view text)
{
  using Kind = BatchItem::Kind;
  BatchAnswer batch(text);
  std::string objects;
  std::size_t count = 0;
  std::size_t asked = 0;
  for (auto item = batch.take(); item.kind != Kind::unreadable; item = batch.take()) {
    must_hold(++asked <= text.size(), "objects come to an end");
    if (item.kind == Kind::object) {
      objects += fmt::format("{} {} {}\n{}\n", item.id, item.type, item.content.size(), item.content);
      must_hold(objects.size() <= text.size(), "objects are no longer than what git said");
      ++count;
    } else {
      must_hold(item.id.empty() && item.content.empty(), "what is missing has no content");
    }
  }
  must_hold(batch.take().kind == Kind::unreadable, "nothing is read after what cannot be read");
  BatchAnswer again(objects);
  for (std::size_t i = 0; i < count; ++i) {
    must_hold(again.take().kind == Kind::object, "objects can be read as they were written");
  }
  must_hold(again.take().kind == Kind::unreadable, "there are as many objects as before");
}

void check_folders(std::string_view text)
{
  const auto files = parse_tree(text);
  if (!files) {
    return;
  }
  std::string listing;
  for (std::size_t i = 0; i < files->size(); ++i) {
    const auto& file = (*files)[i];
    using File = RevisionFile::Kind;
    const bool is_submodule = file.kind == File::submodule;
    must_hold(i == 0 || (*files)[i - 1].path <= file.path, "files are sorted by path");
    must_hold(!file.object.empty() && file.path.find('\0') == std::string::npos, "a file has a path and an object");
    listing += fmt::format("{} {} {} {:>7}\t{}",
                           is_submodule              ? "160000"
                           : file.kind == File::link ? "120000"
                                                     : "100644",
                           is_submodule ? "commit" : "blob", file.object, file.size, file.path);
    listing += '\0';
  }
  const auto again = parse_tree(listing);
  must_hold(again && again->size() == files->size(), "a listing can be read as it was written");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  const auto text = fuzz::text_of(data, size);
  check_objects(text);
  check_folders(text);
  must_hold(fuzz::is_harmless(reason_in(text)), "what git complains of is told in harmless words");
  return 0;
}
