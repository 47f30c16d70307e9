import { z } from "zod";
import { AwsError } from "../../wire/aws-error";
import { operation, type Service } from "../../wire/operation";
import { anyMatches, filters, filtersForTrail } from "./filters";
import { instanceOperations, readDemand } from "./instances";
import { tagOperations } from "./tags";

/** Those that every account has without asking for them. */
const REGIONS = [
  ...["ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2"],
  ...["ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3"],
  ...["sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2"],
];

const regionOperations = {
  DescribeRegions: operation({
    input: z.object({ RegionName: z.array(z.string()).default([]), Filter: filters }),
    readOnly: true,
    demands: (_input, call) => [readDemand("ec2:DescribeRegions", call)],
    run: ({ RegionName, Filter }) => {
      const unknown = RegionName.find((name) => !REGIONS.includes(name));
      if (unknown !== undefined)
        throw new AwsError("InvalidParameterValue", `Invalid region names: ${unknown}`);
      const regionInfo = REGIONS.filter((name) => RegionName.length === 0 || RegionName.includes(name))
        .map((regionName) => ({
          regionName,
          regionEndpoint: `ec2.${regionName}.amazonaws.com`,
          optInStatus: "opt-in-not-required",
        }))
        .filter((region) => Filter.every(({ Name, Value }) => anyMatches(Value, fieldOf(region, Name))));
      return { regionInfo };
    },
    trail: {
      request: ({ RegionName, Filter }) => ({
        regionSet: { items: RegionName.map((regionName) => ({ regionName })) },
        filterSet: filtersForTrail(Filter),
      }),
    },
  }),
};

function fieldOf(
  region: { regionName: string; regionEndpoint: string; optInStatus: string },
  filter: string,
): string {
  switch (filter) {
    case "region-name":
      return region.regionName;
    case "endpoint":
      return region.regionEndpoint;
    case "opt-in-status":
      return region.optInStatus;
    default:
      throw new AwsError("InvalidParameterValue", `The filter '${filter}' is invalid`);
  }
}

export const ec2: Service = {
  name: "ec2",
  protocol: "ec2",
  eventSource: "ec2.amazonaws.com",
  xmlNamespace: "http://ec2.amazonaws.com/doc/2016-11-15/",
  operations: new Map(Object.entries({ ...instanceOperations, ...tagOperations, ...regionOperations })),
};
