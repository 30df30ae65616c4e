#pragma once

#include "base/diagnostic.hpp"
#include "spec/file_finder.hpp"
#include "spec/project.hpp"
#include "spec/project_draft.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace flowsync::spec {

// One file on its way to documents.
struct LoadedFile
{
  SpecFile file;
  std::optional<std::string> text;      // nothing when it cannot be read, which is among the problems
  std::shared_ptr<const FileTree> tree; // nullptr: the work tree
  std::uint32_t index = 0;              // in SourceFiles
  std::vector<NodePtr> roots;           // of all documents, recognised or not
  std::vector<Document> documents;
  bool complete = false; // all of its documents are in `documents`
  Diagnostics problems;
};

// Reads files of the work tree, in parallel; those of the draft have its texts.
std::vector<LoadedFile> read_files(const std::vector<SpecFile>& found, const ProjectDraft& draft);

// Registers the files and reads their documents, in parallel; indices of files follow their order, so that runs are
// repeatable. Of many files of the work tree, what was read in an earlier run is taken from the cache below
// `cache_root`, and what is new goes there; nullptr: no cache.
void parse_files(std::vector<LoadedFile>& loaded, SourceFiles& files,
                 const std::filesystem::path* cache_root = nullptr);

// Puts documents of files where they belong: into the project, and into its layers.
class LayerLoader
{
public:
  // All must outlive it.
  LayerLoader(const SourceFiles& files, std::map<std::string, Layer>& layers, Diagnostics& diagnostics)
      : m_files(files),
        m_layers(layers),
        m_diagnostics(diagnostics)
  {
  }

  void take_project_file(LoadedFile loaded, Project& project);
  void take_layer_file(LoadedFile loaded);
  // Once, behind the last file.
  void finish();

private:
  void take_environment(Layer& layer, Document document);
  void sort_layer(Layer& layer);
  Location name_of(const Document& document) const;
  void duplicate(const Document& first, const Document& second);

  const SourceFiles& m_files;
  std::map<std::string, Layer>& m_layers;
  Diagnostics& m_diagnostics;
  std::set<std::string> m_doubtful; // layers whose Environment document may be among what could not be read
};

} // namespace flowsync::spec
