// What only this page knows: the text of the filter and the task being renamed.
import { create } from 'zustand';

export const useUi = create(set => ({
  filter: '',
  renaming: null,
  setFilter: filter => set({ filter }),
  rename: id => set({ renaming: id }),
}));
