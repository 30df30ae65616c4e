#pragma once

#include "base/diagnostic.hpp"
#include "model/position.hpp"
#include "spec/document.hpp"
#include "spec/file_access.hpp"
#include "spec/named_flows.hpp"
#include "spec/project_draft.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::spec {

// The file that marks the root of a project.
inline constexpr const char* k_project_file = "flowsync.yaml";

// One folder of environments/: the documents of `base`, of an abstract layer or of an environment.
struct Layer
{
  std::string name;                    // of the folder
  std::optional<Document> environment; // its kind: Environment document; `base` may have none
  std::vector<Document> documents;     // all others, sorted by kind and name, each pair once

  // The document of that kind and name, or nullptr.
  const Document* find(Kind kind, std::string_view document_name) const;
};

// Which revision an environment reads the layer `base` from.
struct BasePin
{
  std::string ref; // as written
  Position at;
  std::string commit; // its id; "" when it cannot be read, which was reported
};

// Everything the files of a project say, before layers are put on top of one another.
struct Project
{
  std::filesystem::path root; // absolute, without symbolic links
  std::string name;           // metadata.name of flowsync.yaml
  Position name_at;
  std::shared_ptr<SourceFiles> files;       // the texts that all positions point into
  std::shared_ptr<const FileAccess> access; // which files its specs may read
  std::optional<Document> document;         // of flowsync.yaml
  std::map<std::string, Layer> layers;
  std::map<std::string, BasePin> pins;    // by environment; those of load_pinned_bases()
  std::map<std::string, Layer> revisions; // the layer `base` of pinned commits, by id
  bool whole = true;                      // false: files about other flows than the named ones were passed over

  // `layers`, then `revisions`.
  std::vector<const Layer*> all_layers() const;
};

// The folder that holds flowsync.yaml: `folder` or the nearest one above it. Throws Fatal when there is none.
std::filesystem::path find_root(const std::filesystem::path& folder);

// Which files the specs of the project in `root` may read; `root` as find_root() gives it.
std::shared_ptr<const FileAccess> file_access(const std::filesystem::path& root);

// Whether what was read in earlier runs is looked up, and kept for later ones (see parsed_cache.hpp).
enum class Cached
{
  no,
  yes
};

// Loads the project whose root is found from `folder` upwards: flowsync.yaml and every YAML file below
// environments/LAYER/ (hidden ones are skipped, symbolic links must lead to what specs may read), parsed in parallel.
// All problems of form are collected: broken files, unknown kinds, a kind and name twice in one layer, a folder without
// or with a wrongly named Environment document.
//
// With `environments` given, problems are reported only for their layers (what they extend, transitively, and base)
// and the project file, so that another environment's broken file does not stop a plan; all layers are loaded all the
// same. An environment that does not exist is the caller's to report. Throws Fatal only for what no file can be
// blamed for (no root, a folder that cannot be read), and Rejected when flowsync.yaml requires another version of this
// program, which might understand all of it otherwise.
//
// With a draft, the project is loaded as it would be with those files; nothing is written.
//
// With `named` given, files that are about other flows alone (is_about_others) are passed over: what is said of the
// named flows and all they lean on is what the whole project says, as long as no problem is reported. When one is, load
// all of it: it may come from what is missing.
Project load_project(const std::filesystem::path& folder, Diagnostics& diagnostics,
                     const std::vector<std::string>& environments = {}, const ProjectDraft& draft = {},
                     const NamedFlows& named = {}, Cached cached = Cached::no);

} // namespace flowsync::spec
