#pragma once

#include "usecase/init/ci_files.hpp"

namespace flowsync::usecase {

// The actions that workflows use, each by the digest of a release.
inline constexpr auto k_checkout = "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2";
inline constexpr auto k_upload = "actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2";
inline constexpr auto k_download = "actions/download-artifact@d3f86a106a0bac45b974a628896c90dbdf5c8093 # v4.3.0";

// The action that workflows of all projects of a repository share.
inline constexpr auto k_install_action = ".github/actions/flowsync/action.yml";

// Parts that the workflows have in common: the first steps of each job; what holds for all steps; and, after a command
// whose exit code is in `code`, how the step ends.
std::string github_setup();
std::string github_defaults(const CiFacts& facts);
std::string github_pending(const std::string& environment);

// The workflows beside the one for pull requests and merges: the nightly look, and deleting.
std::vector<InitFile> github_other_files(const CiFacts& facts);

} // namespace flowsync::usecase
