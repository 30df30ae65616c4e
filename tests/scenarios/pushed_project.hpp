#pragma once

#include "scenarios/workspace.hpp"
#include "support/git_repository.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

namespace flowsync::scenarios {

// A workspace in a clone of a repository, and another clone from which people push.
struct PushedProject
{
  explicit PushedProject(const SwitchValues& switches = {}) : workspace(switches)
  {
    using testing::run_git;
    const auto root = workspace.root();
    workspace.write(".gitignore", ".flowsync/\n");
    run_git(root, "init");
    run_git(root, "init --bare .flowsync/origin.git");
    run_git(root, "remote add origin .flowsync/origin.git");
    run_git(root, "add -A");
    run_git(root, "commit -m one", "2026-11-20T08:00:00Z");
    run_git(root, "push origin HEAD:refs/heads/main");
    run_git(root, "clone -b main .flowsync/origin.git .flowsync/pusher");
  }

  std::filesystem::path pusher() const { return workspace.root() / ".flowsync/pusher"; }
  // Replaces the one place where `from` stands, in the other clone, and pushes that.
  void push_edit(const std::string& file, const std::string& from, const std::string& to)
  {
    const auto path = ".flowsync/pusher/" + file;
    workspace.edit(path, from, to);
    push();
  }
  void push() const
  {
    testing::run_git(pusher(), "add -A");
    testing::run_git(pusher(), "commit -m more");
    testing::run_git(pusher(), "push origin HEAD:refs/heads/main");
  }

  Workspace workspace;
};

} // namespace flowsync::scenarios
