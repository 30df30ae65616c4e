#include "shared_project.hpp"

namespace flowsync::torture {

std::map<std::string, std::string> shared_files()
{
  const std::string head = "apiVersion: flowsync/v1\nkind: ";
  return {{"environments/base/lookups/regions.yaml",
           head + "Lookup\nmetadata: {name: regions}\nspec:\n  name: Regions\n  primary_key: code\n"
                  "  defaults: {name: unknown}\n  entries: {file: regions.csv}\n"},
          {k_regions_file, "code,name,active\nde,\"Germany, all\",true\nfr,France,false\nes,Spain,true\n"},
          {"environments/base/transforms/all.yaml",
           head + "Transform\nmetadata: {name: clean}\nspec: {name: Clean, type: python, file: clean.py}\n---\n" +
               head + "Transform\nmetadata: {name: shout}\nspec: {output: attribute, type: python3, code: 'x'}\n"},
          {k_clean_file, "def f(a, b, c): return a\n"},
          {"environments/base/code/reader.yaml",
           head + "Code\nmetadata: {name: reader}\nspec: {type: python3, file: reader.py, "
                  "api: {resource_type: source}}\n"},
          {k_reader_file, "print(1)\n"},
          {k_shared_flows_file, head + R"(Flow
metadata: {name: states}
spec:
  source:
    name: States
    type: s3
    credential: files
    config: {path: states, start.cron: "0 0 * * * ? *", map.id: "${ref.lookup/regions.id}"}
  nexsets:
    - {key: raw, detected: {}}
    - {key: clean, from: raw, name: States clean, transform: {ref: clean}}
  sinks:
    - {key: map, from: clean, name: State map, type: data_map, lookup: {name: States seen, primary_key: id}}
---
)" + head + R"(Flow
metadata: {name: scripted}
spec:
  source: {name: Scripted, type: s3, credential: files, config: {path: x}, code: {file: ../code/reader.py, type: python3}}
---
)" + head + R"(Flow
metadata: {name: referring}
spec:
  source: {name: Referring, type: s3, credential: files, config: {path: x}, code: {ref: reader}}
---
)" + head + R"(Flow
metadata: {name: child}
spec:
  origin: {flow: states, nexset: clean}
  nexsets: [{key: more, name: More of it}]
---
)" + head + R"(Flow
metadata: {name: of-demo}
spec:
  origin: {nexset: {id: 10398}}
  nexsets: [{key: mine, name: Mine of the demo}]
)"}};
}

} // namespace flowsync::torture
