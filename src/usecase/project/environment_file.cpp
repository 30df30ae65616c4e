#include "usecase/project/environment_file.hpp"

#include "base/atomic_file.hpp"
#include "base/rejected.hpp"

namespace flowsync::usecase {

EnvironmentEdit edit_environment(const spec::Project& project, const std::string& environment,
                                 const std::vector<spec::YamlEdit>& edits)
{
  const auto path = project.files->path(project.layers.at(environment).environment->root->at.file);
  auto edited =
      spec::edit_yaml(read_file(project.root / path).value_or(""), path, {spec::Kind::environment, environment}, edits);
  if (!edited) {
    throw Rejected(edited.error());
  }
  return {path, std::move(edited).value()};
}

} // namespace flowsync::usecase
