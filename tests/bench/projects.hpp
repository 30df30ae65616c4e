#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace flowsync::bench {

// Writes a project of `flows` flows with one overlay each (environment "prod") below `root`, one document a file; with
// `dev` a second environment of that name with overlays of its own.
void write_project(const std::filesystem::path& root, std::size_t flows, const std::string& url, bool dev = false);

// Changes what one source of such a project reads, in environment "prod".
void change_flow(const std::filesystem::path& root, std::size_t number);

// Writes the same documents as a base and an overlay of kustomize; returns the overlay's folder.
std::filesystem::path write_kustomization(const std::filesystem::path& root, std::size_t flows);

} // namespace flowsync::bench
