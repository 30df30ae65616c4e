#include "usecase/promote/exported_words.hpp"

#include "exporter/flow_document.hpp"
#include "exporter/shared_documents.hpp"
#include "spec/flow_parts.hpp"

namespace flowsync::usecase {

ExportedWords exported_words(const exporter::Target& target, const Inventory& inventory, const plan::Bindings& bindings,
                             const Address& address, const LiveResource& live)
{
  exporter::Names names(target, inventory);
  std::map<plan::LiveKey, Address> addresses;
  for (const auto& [bound, id] : bindings.ids) {
    addresses.emplace(plan::LiveKey{bound.kind, id}, bound);
  }
  names.give(addresses);
  if (is_shared(address.kind)) {
    auto shared = exporter::shared_document(target, inventory, names, address, live);
    const auto* const spec = shared.document != nullptr ? shared.document->find("spec") : nullptr;
    return {spec != nullptr ? spec->value : nullptr, std::move(shared.files)};
  }
  const plan::LiveTree tree(inventory);
  exporter::Capturing capturing(target, inventory, tree, names, exporter::folder_of(target.environment, "flows"),
                                addresses);
  auto captured = address.kind == ResourceKind::source   ? capturing.source(address, live)
                  : address.kind == ResourceKind::nexset ? capturing.nexset(address, live)
                                                         : capturing.sink(address, live);
  const auto document = exporter::flow_document(address.flow, {std::move(captured)}).document;
  return {spec::find_part(*document, address), capturing.files()};
}

} // namespace flowsync::usecase
