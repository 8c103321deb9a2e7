// The way in for the files under bin: oclif, bundled, since reading its files one by one takes longer than running them.
export {execute} from '@oclif/core';
