#pragma once

#include "base/diagnostic.hpp"
#include "git/revision.hpp"
#include "model/file_tree.hpp"
#include "spec/file_access.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace flowsync::spec {

// The files of a project as a git revision holds them. Nothing is read from the work tree.
class RevisionTree final : public FileTree
{
public:
  // `ref`: the name by which messages call the revision.
  RevisionTree(git::Revision revision, std::string ref, std::shared_ptr<const FileAccess> access)
      : m_revision(std::move(revision)),
        m_ref(std::move(ref)),
        m_access(std::move(access))
  {
  }

  // Reads every visible file below a folder at once; `read_beside` then finds them without asking git again. Nothing,
  // with the reason, when the folder cannot be read.
  Result<Done, git::RevisionProblem> load(const std::string& folder);

  // Of what load() read: the YAML files, by path relative to the root, and what they hold. Links that lead nowhere, and
  // those to folders, are reported.
  std::map<std::string, std::string> specs(Diagnostics& diagnostics) const;

  // "v1.4.0:environments/base/flows/orders.yaml", which `git show` understands.
  std::string shown_path(const std::string& path) const { return m_ref + ":" + path; }

  Result<std::string, FileProblem> read_beside(const std::string& document, const std::string& name,
                                               std::size_t largest) const override;

private:
  struct File
  {
    bool is_link = false;
    bool is_submodule = false;
    std::string content;
  };
  Result<File, FileProblem> find(const std::string& path) const;
  Result<std::string, FileProblem> follow(std::string path) const;

  git::Revision m_revision;
  std::string m_ref;
  std::shared_ptr<const FileAccess> m_access;
  std::map<std::string, File> m_files;
};

} // namespace flowsync::spec
