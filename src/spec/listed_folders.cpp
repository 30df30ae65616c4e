#include "spec/listed_folders.hpp"

#include "base/excerpt.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::spec {

std::vector<std::string> listed_folders(const Project& project, Diagnostics& diagnostics)
{
  std::vector<std::string> folders;
  const auto* const list = project.document ? project.document->root->get("files") : nullptr;
  if (list == nullptr || !list->is_list()) {
    return folders;
  }
  for (const auto& item : list->items()) {
    if (!item->is_string()) {
      continue;
    }
    auto folder = std::filesystem::path(item->text()).lexically_normal().generic_string();
    if (folder.ends_with('/')) {
      folder.pop_back();
    }
    const auto parts = split(folder, '/');
    if (folder.empty() || std::any_of(parts.begin(), parts.end(),
                                      [](std::string_view part) { return part.empty() || part.starts_with('.'); })) {
      diagnostics.error("bad-value", fmt::format("`{}` is not a visible folder of the project", excerpt(item->text())),
                        project.files->locate(item->at, item->text()),
                        "write its path from the project's root, like `shared/scripts`");
      continue;
    }
    folders.push_back(std::move(folder));
  }
  return folders;
}

} // namespace flowsync::spec
